"""The closer look "beam": the tree of answers that were tried, and how hypotheses are ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.labs.chatbot.names import PENALTY, WIDTH
from dashboard.labs.chatbot.subject import Talked
from dashboard.language import translate as _
from dashboard.panels.beam_tree import ranking, sliders, tree
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.nn.beam_search import Beam


def beam(subject: Talked) -> None:
    """Width and length penalty, the hypotheses in their order, and the tree."""
    width, penalty = sliders(WIDTH, PENALTY)
    found = _search(subject.moment.checkpoint, subject.text, width).ranked(penalty)
    st.latex(
        r"s(Y) = \frac{\log P(Y \mid X)}{\mathrm{lp}(Y)}, \qquad \mathrm{lp}(Y) = \left(\frac{5 + |Y|}{6}\right)^a"
    )
    ranking(found, _("answer"), [hypothesis.text.strip() for hypothesis in found.hypotheses])
    tree(found)
    st.caption(
        _(
            "A column is a decoding step, on top its likeliest hypothesis; lines join each word to the one it follows,"
            " and the number below is the log-probability of all so far. Blue is the answer with the best score; ∎ ends"
            " an answer. Where many answers are good, the likeliest is a dull one: a wider beam finds it all the more"
            " surely."
        )
    )


@computed_once
def _search(checkpoint: Checkpoint, text: str, width: int) -> Beam:
    from core.nn.beam_search import beam_search

    return beam_search(model_at(checkpoint), text, width)
