"""The closer look "one decoding step": query, scores, softmax, context and word, in the order in which they are
computed.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.trace.schema import tokens_of
from dashboard.heat_maps import heat_map
from dashboard.labs.captioning.charts.equations import SOFTMAX, STEPS
from dashboard.labs.captioning.subject import Told
from dashboard.language import translate as _
from dashboard.panels.decoding_step import (
    choose_target,
    context_strips,
    query_strip,
    softmax_of,
    subscript,
    word_bars_of,
)

DICE = 200
"""Dice that are thrown to show where they fall."""

MOST = 12
"""Cells whose scores and weights are drawn: those that are looked at most."""


def step(subject: Told) -> None:
    """The numbers of the word under the cursor, one after the other."""
    choose_target(subject, subject.words, lambda t: subject.words[t] + subscript(t + 1))
    t = subject.target
    st.markdown(_("**1. Query:** what the decoder knows before it writes word {number}", number=t + 1))
    two = subject.trace.attrs["architecture"] == "top_down"
    query_strip("h¹" + subscript(t + 1) if two else "h" + subscript(t), subject.trace["query"].isel(target=t).values)
    if two:
        _language_state(subject)
    if "alignment" in subject.trace:
        _scores(subject)
        (_one_cell if subject.trace.attrs["architecture"] == "hard_attention" else _context)(subject)
    else:
        st.info(_("This network has no attention: nothing is matched with the cells of the picture."))
    st.markdown(_("**{number}. Word:** a distribution over all words", number=5 if "alignment" in subject.trace else 2))
    word_bars_of(subject.trace, t, "p(y_t)")


def _language_state(subject: Told) -> None:
    """The state of the upper LSTM after the step, beside that of the lower one, which looks."""
    from dashboard.charts.attention import strips

    t = subject.target
    heat_map(
        st,
        strips(
            [("h²" + subscript(t + 1), subject.trace["hidden_state"].isel(target=t).values)],
            {"unit": _("unit"), "value": _("value")},
        ),
        width="stretch",
        key="step:language",
        alt=_("The language LSTM’s state as a strip of coloured cells, one per unit"),
    )
    st.caption(
        _("Above: the state of the attention LSTM, which asks. Below: that of the language LSTM, which says the word.")
    )


def _scores(subject: Told) -> None:
    from dashboard.charts.attention import source_bars

    here = subject.trace.isel(target=subject.target)
    score, weight = here["score"].values, here["alignment"].values
    cells, i = tokens_of(subject.trace, "source"), subject.source
    shown = np.sort(np.argsort(-weight, kind="stable")[:MOST])
    shown = shown if i in shown else np.sort(np.append(shown[:-1], i))
    names, chosen = [cells[k] for k in shown], int(np.flatnonzero(shown == i)[0])
    match = next(one.formula for one in STEPS[subject.trace.attrs["architecture"]] if one.name == "score")
    st.markdown(_("**2. Scores:** how well each cell matches the query"))
    st.latex(rf"{match} = \mathbf{{{score[i]:.3f}}} \qquad t = {subject.target + 1},\ i = {i + 1}")
    labels = {"value": "e", "source": _("cell (row, column)")}
    st.altair_chart(
        source_bars(score[shown], names, "score", labels, chosen=chosen),
        width="stretch",
        key="step:score",
        alt=_("Bar chart of the scores of the cells that are looked at most"),
    )
    st.markdown(_("**3. Softmax:** the scores become weights that are positive and sum to 1 over all cells"))
    st.latex(rf"{SOFTMAX} = {softmax_of(score, i)} = \mathbf{{{weight[i]:.3f}}}")
    labels = {"value": "α", "source": _("cell (row, column)")}
    st.altair_chart(
        source_bars(weight[shown], names, "alignment", labels, chosen=chosen, domain=(0.0, 1.0)),
        width="stretch",
        key="step:alignment",
        alt=_("Bar chart of the attention weights of the cells that are looked at most"),
    )
    st.caption(
        _(
            "The {count} cells that are looked at most, of {all}; the full bar is the cell under the cursor, and the"
            " equations are those of this bar.",
            count=len(shown),
            all=len(score),
        )
    )


def _one_cell(subject: Told) -> None:
    """What hard attention sees: one cell; where dice fall in training, and what teaches it."""
    from dashboard.charts.attention import source_bars, strips

    trace, t = subject.trace, subject.target
    weight, cells = trace["alignment"].isel(target=t).values, tokens_of(trace, "source")
    most = int(weight.argmax())
    st.markdown(_("**4. Context:** the annotation of one cell, that of the greatest weight"))
    st.latex(rf"z_{{{t + 1}}} = a_{{s_t}}, \qquad s_t = \arg\max_i \alpha_{{ti}} = {most + 1}")
    heat_map(
        st,
        strips(
            [(f"z{subscript(t + 1)} = a{subscript(most + 1)}  {cells[most]}", trace["context"].isel(target=t).values)],
            {"unit": _("unit"), "value": _("value")},
        ),
        width="stretch",
        key="step:context",
        alt=_("The annotation of the one cell that is seen, as a strip of coloured cells"),
    )
    dice = np.random.default_rng(t).choice(len(weight), DICE, p=weight / weight.sum())
    fallen = np.bincount(dice, minlength=len(weight))
    shown = np.flatnonzero(fallen)
    st.latex(
        r"s_t \sim \alpha_t \qquad R_t = \sum_{k \ge t} \log p(y_k)"
        r" \qquad \Delta \propto (R_t - b_t)\, \nabla \log \alpha_{t, s_t}"
    )
    st.altair_chart(
        source_bars(
            fallen[shown] / DICE,
            [cells[k] for k in shown],
            "alignment",
            {"value": _("share of dice"), "source": _("cell (row, column)")},
            chosen=int(np.flatnonzero(shown == fallen.argmax())[0]),
            domain=(0.0, 1.0),
        ),
        width="stretch",
        key="step:dice",
        alt=_("Bar chart of the cells on which dice fell"),
    )
    st.caption(
        _(
            "{count} dice, thrown onto the weights of this word. In training one die decides where to look; a place"
            " after which the right words became likelier than is usual there gets more weight, one after which they"
            " did not gets less. When the network is used, the cell of the greatest weight is taken.",
            count=DICE,
        )
    )


def _context(subject: Told) -> None:
    trace = subject.trace
    st.markdown(_("**4. Context:** the annotations of the cells, weighed and summed"))
    context_strips(
        trace.rename({"unit": "hidden", "feature": "unit"}),
        subject.target,
        of=f"z_{{{subject.target + 1}}}",
        sources=tokens_of(trace, "source"),
        total="z" + subscript(subject.target + 1),
        letter="a",
    )
