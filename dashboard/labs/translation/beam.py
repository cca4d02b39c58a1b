"""The closer look "beam": the tree of what was tried, where the network looked at each token, and how hypotheses are
ranked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.heat_maps import heat_map
from dashboard.labs.translation.names import PENALTY, WIDTH
from dashboard.labs.translation.subject import Translated
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.beam_tree import ranking, sliders, tree
from dashboard.panels.sampling import visible
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.nn.beam_search import Beam


def beam(subject: Translated) -> None:
    """Width and length penalty, the hypotheses in their order, the tree, and the token that is chosen in it."""
    width, length_penalty = sliders(WIDTH, PENALTY)
    checkpoint = subject.moment.checkpoint
    found = _search(checkpoint, subject.text, width).ranked(length_penalty)
    _hypotheses(found)
    chosen = tree(found)
    st.caption(
        _(
            "A column is a decoding step, on top its likeliest hypothesis; lines join each token to the one it follows,"
            " and the number below is the log-probability of all so far. Blue is the translation with the best score; ∎"
            " ends a translation. Click a token to see where the network looked as it wrote it."
        )
    )
    _node(subject, found, chosen)


def _hypotheses(found: Beam) -> None:
    """The hypotheses with the arithmetic of their scores."""
    best = found.best
    st.latex(
        r"s(Y) = \frac{\log P(Y \mid X)}{\mathrm{lp}(Y)} = \frac{\log P(Y \mid X)}{\left(\frac{5 + |Y|}{6}\right)^{a}}"
        rf" = \frac{{{best.log_probability:.4f}}}{{\left(\frac{{5 +"
        rf" {best.length}}}{{6}}\right)^{{{found.length_penalty:.2f}}}}}"
        rf" = \frac{{{best.log_probability:.4f}}}{{{best.penalty:.3f}}} = \mathbf{{{best.score:.4f}}}"
    )
    ranking(found, _("Translation"), [hypothesis.text for hypothesis in found.hypotheses])
    st.caption(
        _(
            "The hypotheses that the beam held to the end, best score first; the equation is that of the first. Every"
            " token costs log-probability, so without a penalty (a = 0) short ones win; a larger a favours long ones."
        )
    )


def _node(subject: Translated, found: Beam, chosen: int) -> None:
    """The chosen token: the sum that leads to it, and the attention of every token on its path."""
    from dashboard.labs.translation.charts.alignment_matrix import matrix_chart

    path = [found.nodes[number] for number in found.path(chosen)]
    node = path[-1]
    token, before = plain(visible(node.token)), plain("".join(earlier.token for earlier in path[:-1]))
    st.markdown(
        _("**{token}** after “{before}”", token=token, before=before)
        if before
        else _("**{token}**, the first token", token=token)
    )
    shown = path[-6:]
    terms = " ".join(f"{earlier.log_probability:+.3f}" for earlier in shown).removeprefix("+")
    st.latex(
        r"\log P(y_{0 \dots i}) = \sum_{t \le i} \log p(y_t) = "
        + (r"\dots " if len(shown) < len(path) else "")
        + rf"{terms} = \mathbf{{{node.cumulative:.3f}}}"
    )
    if node.alignment is None:
        return
    ringed = np.zeros((len(path), len(subject.source_tokens)), dtype=bool)
    ringed[-1, int(node.alignment.argmax())] = True
    heat_map(
        st,
        matrix_chart(
            np.stack([earlier.alignment for earlier in path if earlier.alignment is not None]),
            subject.source_tokens,
            [visible(earlier.token) for earlier in path],
            {"source": _("source token"), "target": _("output token"), "value": "α"},
            ringed=ringed,
        ),
        width="stretch",
        key="beam:attention",
        alt=_("Alignment matrix of the chosen token and those before it"),
    )
    st.caption(
        _(
            "Where the network looked on the way to the chosen token, which is the last row; the ring is where it"
            " looked most."
        )
    )


@computed_once
def _search(checkpoint: Checkpoint, text: str, width: int) -> Beam:
    from core.nn.beam_search import beam_search

    return beam_search(model_at(checkpoint), text, width)
