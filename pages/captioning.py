"""Captioning: how does a network say what it sees?"""

from __future__ import annotations

from core.lab import Lab
from core.labs.captioning.architectures.family import kind_of
from core.labs.captioning.observations import beside_its_object, on_its_object
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.captioning.beam import beam
from dashboard.labs.captioning.born import born
from dashboard.labs.captioning.compare import compare
from dashboard.labs.captioning.components.seeing import seeing
from dashboard.labs.captioning.equations import captioning_equations
from dashboard.labs.captioning.features import features
from dashboard.labs.captioning.length import length
from dashboard.labs.captioning.mistakes import mistakes
from dashboard.labs.captioning.names import SCENE
from dashboard.labs.captioning.networks import choose_architecture
from dashboard.labs.captioning.own_captions import own_captions_panel
from dashboard.labs.captioning.question import QUESTION
from dashboard.labs.captioning.sampled import sampled
from dashboard.labs.captioning.scenes import choose
from dashboard.labs.captioning.step import step
from dashboard.labs.captioning.subject import Told, scenes_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.code import show_the_code
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Six ways", "compare", ":material/compare:", compare, seconds=2),
    Look("One decoding step", "step", ":material/footprint:", step),
    Look("The eye", "features", ":material/visibility:", features),
    Look("Over training", "born", ":material/history:", born),
    Look("Beam search", "beam", ":material/account_tree:", beam),
    Look("Many captions", "sampled", ":material/casino:", sampled),
    Look("More objects", "length", ":material/format_list_numbered:", length),
    Look("Mistakes", "mistakes", ":material/error:", mistakes),
)
"""What one may ask about the caption in view; only the one that is chosen is computed."""


OF_THE_GRAMMAR = ("length", "mistakes")
"""Those that ask what the words of the grammar mean."""


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The scene and what each network says of it; then the closer looks."""
    own = scenes_of(moments[0].run).own
    with inputs():
        scene = choose(lab, moments[0].run)
        choose_architecture(moments[0].run)
    references = [scenes_of(moment.run).describe(scene) for moment in moments]
    traces = [moment.trace(scene, reference=reference) for moment, reference in zip(moments, references, strict=True)]
    at = cursor_of(Told.AXES, traces[0].sizes, lambda: beginning(traces[0]))
    captioning_equations(traces[0], *at)
    for moment, trace, reference in beside(moments, traces, references):
        key = f"seeing:{moment.place}"
        seeing(
            trace,
            str(scene),
            key=key,
            cursor=(at[0], None),
            known=reference is not None,
            touch=not own,
            group="captioning",
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Told.AXES),
            on_scene=lambda key=key: view.write(SCENE, state.get(key)["scene"]),
        )
    note(*observed(on_its_object, beside_its_object, of=[traces[0]]))
    beside_it = tuple(zip(moments[1:], traces[1:], strict=True))
    subject = Told(
        lab=lab,
        moment=moments[0],
        trace=traces[0],
        cursor=at,
        beside=beside_it,
        scene=scene,
        reference=references[0],
    )
    closer_looks([look for look in LOOKS if not own or look.key not in OF_THE_GRAMMAR], subject)
    explore(
        traces[0],
        [name for name in ("alignment", "score") if name in traces[0]],
        {"target": _("word"), "source": _("cell")},
    )
    show_the_code(
        [
            *kind_of(moments[0].run.config["architecture"]).code,
            "core/labs/captioning/eye.py",
            "core/labs/captioning/model.py",
            "core/nn/decoding.py",
            "core/labs/captioning/task.py",
            "core/labs/captioning/scenes.py",
            "core/training/loop.py",
        ]
    )


def beginning(trace) -> tuple[int, int]:
    """The second word, which says what something is like, and the cell that it looks at most."""
    target = min(1, trace.sizes["target"] - 1)
    return target, int(trace["alignment"].isel(target=target).argmax("source")) if "alignment" in trace else 0


lesson("captioning", pictures, side=own_captions_panel)
