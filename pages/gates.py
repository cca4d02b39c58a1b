"""Gates: which gates open, and when?"""

from __future__ import annotations

from core.labs.gates.char_labels import WORDS as NAMES
from core.labs.gates.char_labels import truths
from core.labs.gates.units import telling_unit
from core.nn.cells.family import kind_of
from core.nn.sampling import reshape
from core.trace.schema import gates_of, tokens_of
from dashboard.components.microscope import microscope
from dashboard.frame import view
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.gates.concepts import concepts
from dashboard.labs.gates.connectivity import connectivity
from dashboard.labs.gates.input import text_to_read
from dashboard.labs.gates.names import CONCEPT, FOLLOW
from dashboard.labs.gates.own_network import own_network
from dashboard.labs.gates.patterns import patterns
from dashboard.labs.gates.question import QUESTION
from dashboard.labs.gates.saturation import saturation
from dashboard.labs.gates.state_map import state_map
from dashboard.labs.gates.subject import Composition, Reading
from dashboard.labs.gates.surgery import surgery
from dashboard.labs.gates.unrolled import unrolled_text
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import cell_equations
from dashboard.panels.explore import explore
from dashboard.panels.input import legible
from dashboard.panels.prediction import predict_first
from dashboard.panels.runs import ACTIVE
from dashboard.panels.sampling import distribution_chart, sampling_sliders
from dashboard.resources import written_at
from dashboard.systems.language.own_text import own_text

LOOKS = (
    predict_first(QUESTION),
    Look("Concepts", "concepts", ":material/format_quote:", concepts, seconds=8),
    Look("Pattern search", "patterns", ":material/search:", patterns),
    Look("Map of states", "map", ":material/scatter_plot:", state_map),
    Look("Saturation", "saturation", ":material/toggle_on:", saturation),
    Look("Surgery", "surgery", ":material/healing:", surgery),
    Look("Unrolled", "unrolled", ":material/view_week:", unrolled_text, seconds=2),
    Look("Connectivity", "connectivity", ":material/timeline:", connectivity),
    Look("Your own network", "own", ":material/upload_file:", own_network),
)
"""What one may ask about the network under the microscope; only the one that is chosen is computed."""

REACH = 5.0
"""Where the colour scale of a memory ends while the best unit is followed."""


def pictures(lab, moments: list[Moment]) -> None:
    """One microscope a run, all on one cursor; then the closer looks."""
    mode, text = text_to_read(lab)
    sampling, seed, length = None, 0, 0
    if mode == "write":
        sampling, seed, length = sampling_sliders()

    def read(text: str):
        texts = [text] * len(moments)
        if sampling:
            texts = [written_at(moment.checkpoint, text, sampling, length, seed) for moment in moments]
        traces = [moment.trace(one) for moment, one in zip(moments, texts, strict=True)]
        return texts, traces, Composition(text, sampling, length, seed) if sampling else None

    texts, traces, composition = legible("text", text, lab.examples, read)
    at = time, layer, unit = cursor_of(Reading.AXES, traces[0].sizes, lambda: most_telling(traces[0]))
    follows = view.read(FOLLOW) and moments[0].run.state in ACTIVE
    if follows:
        at = time, layer, unit = time, *telling(traces[0])
    cell_equations(traces[0], time, layer, unit)
    for moment, trace in beside(moments, traces):
        key = f"microscope:{moment.place}"
        microscope(
            trace,
            key=key,
            cursor=min(time, trace.sizes["time"] - 1),
            unit=min(unit, trace.sizes["unit"] - 1),
            layer=min(layer, trace.sizes["layer"] - 1),
            group="gates",
            translate=_,
            concept=concept_in(trace),
            reach=REACH if follows else None,
            jump=f"{layer}.{unit}" if follows else view.jump(CURSOR),
            on_change=lambda key=key: pin_clicked(key, Reading.AXES),
        )
    if moments[0].run.state in ACTIVE:
        view.toggle(
            FOLLOW,
            _("Follow the unit that tells most now"),
            help=_(
                "At every checkpoint the unit is chosen anew that best tells inside quotes from outside on this text"
                " (or moves most, in a text without quotes), on one colour scale from −{reach} to {reach}.",
                reach=f"{REACH:g}",
            ),
        )
    if sampling:
        before = traces[0]["probability"].isel(time=time).values
        distribution_chart(tokens_of(traces[0], "vocabulary"), before, reshape(before, sampling))
    beside_it = tuple(zip(moments[1:], traces[1:], strict=True))
    subject = Reading(
        lab=lab,
        moment=moments[0],
        trace=traces[0],
        cursor=at,
        beside=beside_it,
        text=texts[0],
        composition=composition,
    )
    closer_looks(LOOKS, subject)
    explore(traces[0], gates_of(traces[0]), {"unit": _("unit"), "time": _("time step")}, layer=layer)
    cell = kind_of(moments[0].run.config["cell"])
    show_the_code([*cell.code, "core/systems/language/model.py", "core/training/loop.py"])


def most_telling(trace) -> tuple[int, int, int]:
    """The middle of the text, and the unit that tells most."""
    return trace.sizes["time"] // 2, *telling(trace)


def telling(trace) -> tuple[int, int]:
    """The layer and unit that tell most, by what the cell carries."""
    return telling_unit(trace, "cell_state" if "cell_state" in trace else "hidden_state")


def concept_in(trace):
    """Where the concept of the closer look holds in this text, or short quotes: by it the units can be ordered."""
    found = truths(tokens_of(trace, "time"))
    key = view.read(CONCEPT, choices=tuple(found)) or "quotes"
    if found[key].dtype != bool:
        return None
    return _("by concept: {concept}", concept=_(NAMES[key])), found[key]


lesson("gates", pictures, side=own_text)
