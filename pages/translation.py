"""Translation: where does the decoder look?"""

from __future__ import annotations

import streamlit as st

from core.analyses.alignment import trace_error_rate
from core.data.pairs import Pair, Piece
from core.labs.translation.observations import beside_its_mark, no_shares, on_its_mark, right_to_left, spread_evenly
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.components.film import film as draw_film
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.translation.beam import beam
from dashboard.labs.translation.caveats import caveats
from dashboard.labs.translation.compare import compare
from dashboard.labs.translation.components.alignment import alignment
from dashboard.labs.translation.edit import edit
from dashboard.labs.translation.equations import attention_equations
from dashboard.labs.translation.length import length
from dashboard.labs.translation.networks import choose_match
from dashboard.labs.translation.own_pairs import own_pairs_panel
from dashboard.labs.translation.question import QUESTION
from dashboard.labs.translation.step import step
from dashboard.labs.translation.subject import Translated, pairs_of
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.panels.code import show_the_code
from dashboard.panels.explore import explore
from dashboard.panels.input import inputs, legible, sentence_to_translate
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Long sentences", "length", ":material/straighten:", length, seconds=2),
    Look("One decoding step", "step", ":material/footprint:", step),
    Look("Compare networks", "compare", ":material/compare:", compare),
    Look("Beam search", "beam", ":material/account_tree:", beam),
    Look("Edit", "edit", ":material/edit:", edit),
    Look("Pitfalls", "careful", ":material/warning:", caveats),
)
"""What one may ask about the translation in view; only the one that is chosen is computed."""

FRAMES = 24
"""How many checkpoints the film of the alignment shows."""


def pictures(lab, moments: list[Moment]) -> None:
    """The alignment of each run, on one cursor; how it was born; then the closer looks."""
    examples = [source for source, _target in moments[0].model.examples] or lab.examples
    with inputs():
        text = sentence_to_translate(examples)
        choose_match(moments[0].run)

    def read(text: str):
        reference = pairs_of(moments[0].run).parse(text.strip())
        return text, reference, [moment.trace(text, reference=reference) for moment in moments]

    text, reference, traces = legible("text", text, examples, read)
    at = cursor_of(Translated.AXES, traces[0].sizes, lambda: beginning(traces[0]))
    attention_equations(traces[0], *at)
    for _moment, trace, key in beside(moments, traces, ("alignment", "alignment:beside")[: len(moments)]):
        verdict(trace)
        alignment(
            trace,
            key=key,
            cursor=at,
            group="translation",
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Translated.AXES),
        )
        found = observed(no_shares, spread_evenly, beside_its_mark, on_its_mark, right_to_left, of=[trace])
        note(
            *found, *([_("Attention shows where the decoder looks, which is not yet why it writes.")] if found else [])
        )
    film(moments[0], text, reference or _as_written(moments[0], text, traces[0]), known=reference is not None)
    beside_it = tuple(zip(moments[1:], traces[1:], strict=True))
    subject = Translated(
        lab=lab, moment=moments[0], trace=traces[0], cursor=at, beside=beside_it, text=text, reference=reference
    )
    closer_looks(LOOKS, subject)
    explore(
        traces[0],
        [name for name in ("alignment", "score") if name in traces[0]],
        {"target": _("output token"), "source": _("source token")},
    )
    show_the_code(
        [
            "core/nn/attention.py:Attention.forward",
            "core/nn/attention.py",
            "core/nn/encoders.py",
            "core/nn/decoding.py",
            "core/labs/translation/model.py",
            "core/nn/beam_search.py",
            "core/nn/cells/gru.py",
            "core/training/loop.py",
        ]
    )


def verdict(trace) -> None:
    """The translation, large; whether it is right and how far the alignment is from the truth, where that is known."""
    right, error = trace.attrs["reference"], trace_error_rate(trace)
    output, said = st.columns([3, 2], vertical_alignment="center")
    output.header(":blue[→] " + plain(trace.attrs["output"] or "∅"), anchor=False)
    with said:
        if not right:
            st.caption(_("The data has no such sentence, so nobody knows the right answer. Watch what it does."))
        elif trace.attrs["output"] == right:
            found = _("Right.") if error is None else _("Right. Alignment error rate {error}.", error=f"{error:.2f}")
            st.success(found, icon=":material/check:")
        else:
            st.error(_("Wrong: it should be {right}", right=right), icon=":material/close:")


def film(moment: Moment, text: str, reference: Pair, known: bool) -> None:
    """The alignment of this sentence at every checkpoint of the run in view."""
    if moment.run.config["attention"] == "none" or not reference.target:
        return
    points = moment.history(FRAMES)
    traces = [point.trace(text, reference=reference, forced=True) for point in points]
    frames = [
        (
            point.checkpoint.step,
            trace["alignment"].transpose("target", "source").values,
            trace_error_rate(trace) if known else None,
        )
        for point, trace in zip(points, traces, strict=True)
    ]
    gold = traces[0]["gold_alignment"].transpose("target", "source").values if "gold_alignment" in traces[0] else None
    key = "birth"
    draw_film(
        frames,
        tokens_of(traces[0], "source"),
        tokens_of(traces[0], "target"),
        gold,
        key=key,
        current_step=moment.checkpoint.step,
        translate=_,
        on_change=lambda: moment.travel_to(state.get(key)["step"]),
    )


def _as_written(moment: Moment, text: str, trace) -> Pair:
    """The network's own output in the place of a reference, where no truth is known."""
    cuts = moment.model.source_vocabulary.split, moment.model.target_vocabulary.split
    return Pair((Piece(text.strip(), None),), (Piece(trace.attrs["output"], None),), *cuts)


def beginning(trace) -> tuple[int, int]:
    """The first target position, and where it looks most."""
    return 0, int(trace["alignment"].isel(target=0).argmax("source")) if "alignment" in trace else 0


lesson("translation", pictures, side=own_pairs_panel)
