"""The closer look "greedy and beam": what is written if only the likeliest token is kept, and if several hypotheses
are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.labs.speech_recognition.observations import sure_of_everything
from core.runs.store import Checkpoint
from core.sound.utterances import Utterance
from core.text.edit_distance import error_rate
from dashboard.cache import computed_once
from dashboard.heat_maps import heat_map
from dashboard.labs.speech_recognition.names import PENALTY, WIDTH
from dashboard.labs.speech_recognition.subject import Heard
from dashboard.labs.speech_recognition.verdict import reference_of
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed
from dashboard.panels.beam_tree import ranking, sliders, tree
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.nn.beam_search import Beam, Hypothesis


def beam(subject: Heard) -> None:
    """Greedy and beam side by side, the hypotheses in their order, the tree, and where the chosen token listened."""
    width, length_penalty = sliders(WIDTH, PENALTY)
    checkpoint = subject.moment.checkpoint
    str(checkpoint.path)
    found = _search(checkpoint, subject.utterance, width).ranked(length_penalty)
    greedy = _search(checkpoint, subject.utterance, 1).ranked(length_penalty)
    _equation(found.best, length_penalty)
    _side_by_side(subject, greedy.best, found.best)
    _hypotheses(subject, found)
    chosen = tree(found)
    st.caption(
        _(
            "A column is a decoding step, on top its likeliest hypothesis; lines join each token to the one it follows."
            " Blue is the output with the best score; ∎ ends one. Click a token to see where the network listened on"
            " the way to it."
        )
    )
    _listened(subject, found, chosen)


@computed_once
def _search(checkpoint: Checkpoint, utterance: Utterance, width: int) -> Beam:
    from core.nn.beam_search import beam_search

    return beam_search(model_at(checkpoint), utterance, width)


def _equation(best: Hypothesis, length_penalty: float) -> None:
    st.latex(
        r"s(Y) = \frac{\log P(Y \mid X)}{\left(\frac{5 + |Y|}{6}\right)^{a}}"
        rf" = \frac{{{best.log_probability:.4f}}}{{\left(\frac{{5 +"
        rf" {best.length}}}{{6}}\right)^{{{length_penalty:.2f}}}}}"
        rf" = \mathbf{{{best.score:.4f}}}"
    )


def _side_by_side(subject: Heard, greedy: Hypothesis, best: Hypothesis) -> None:
    for column, title, hypothesis in zip(
        st.columns(2, gap="medium"), (_("Greedy"), _("Beam")), (greedy, best), strict=True
    ):
        column.caption(title)
        column.markdown("### " + plain(_spelled(subject, hypothesis)))
        column.markdown(
            _("log P = **{log_probability}**", log_probability=f"{hypothesis.log_probability:.4f}")
            + _error(subject, hypothesis)
        )
    if greedy.tokens == best.tokens:
        p = subject.trace["probability"].transpose("target", "vocabulary").values.max(1)
        note(*(observed(sure_of_everything, of=[p]) or [_("Both wrote the same.")]))
    elif best.score > greedy.score:
        st.caption(
            _(
                "The beam found an output with a better score, though where the two part its token was not the"
                " likeliest."
            )
        )
    else:
        st.caption(
            _(
                "The beam did worse: every token costs log-probability, so short outputs finish first, and the search"
                " ends once as many have finished as it is wide. More search is not always better."
            )
        )


def _spelled(subject: Heard, hypothesis: Hypothesis) -> str:
    return (" " if subject.trace.attrs["target"] == "phonemes" else "").join(hypothesis.tokens) or "∅"


def _error(subject: Heard, hypothesis: Hypothesis) -> str:
    reference = reference_of(subject.trace, subject.utterance)
    return (
        ", " + _("error rate {rate}", rate=f"{error_rate([(hypothesis.tokens, reference)]):.0%}") if reference else ""
    )


def _hypotheses(subject: Heard, found: Beam) -> None:
    ranking(found, _("Output"), [_spelled(subject, hypothesis) for hypothesis in found.hypotheses])
    st.caption(
        _("The hypotheses that the beam held to the end, best score first; the equation above is that of the first.")
    )


def _listened(subject: Heard, found: Beam, chosen: int) -> None:
    from dashboard.labs.speech_recognition.charts.step import rows_over_time

    path = [found.nodes[number] for number in found.path(chosen)]
    heat_map(
        st,
        rows_over_time(
            np.stack([node.alignment for node in path if node.alignment is not None]),
            subject.trace["source_start"].values,
            subject.trace["source_end"].values,
            [visible(node.token) for node in path],
            {"target": _("output token"), "value": "α", "seconds": _("seconds")},
        ),
        width="stretch",
        key="beam:attention",
        alt=_("Alignment of the chosen token and those before it, over time"),
    )
    st.caption(
        _(
            "Where the network listened on the way to the chosen token, which is the last row; the fuller the colour,"
            " the more attention."
        )
    )
