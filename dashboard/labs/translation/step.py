"""The closer look "one decoding step": query, scores, softmax, context and word, in the order in which they are
computed.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts.equations import MATCH
from dashboard.frame import view
from dashboard.heat_maps import heat_map
from dashboard.labs.translation.names import NAMES_QKV
from dashboard.labs.translation.subject import Translated
from dashboard.language import translate as _
from dashboard.panels.decoding_step import (
    choose_target,
    context_strips,
    query_strip,
    softmax_of,
    subscript,
    word_bars_of,
)


def step(subject: Translated) -> None:
    """The numbers of the target step under the cursor, one after the other."""
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    with left:
        _choose(subject)
    attends = "alignment" in subject.trace
    renamed = attends and view.toggle(
        NAMES_QKV,
        _("Query, key, value"),
        at=right,
        help=_(
            "The same parts by their other names: the decoder’s state asks (query), the encoder’s states are matched"
            " (keys) and averaged (values)."
        ),
    )
    _query(subject, renamed)
    if attends:
        _scores(subject, renamed)
        _weights(subject)
        _context(subject, renamed)
    elif "context" in subject.trace:
        _handed_over(subject)
    else:
        st.info(
            _("This network has no attention: the encoder’s last state was handed over once, before the first step.")
        )
    _word(subject)


def _choose(subject: Translated) -> None:
    """The step, chosen from the output; it is the cursor of the whole page."""
    choose_target(subject, subject.target_tokens, lambda i: subject.target_tokens[i] + subscript(i + 1))


def _query(subject: Translated, renamed: bool) -> None:
    here = subject.trace.isel(target=subject.target)
    i, z = subject.target, here["query"].values
    st.markdown(_("**1. Query:** what the decoder knows before it writes token {number}", number=i + 1))
    if subject.trace.attrs["order"] == "step_first":
        st.caption(_("This network steps first and then attends: the query is the state after the step."))
    name = _query_name(subject)
    st.latex((f"q_i = {name}" if renamed else name) + rf"\in \mathbb{{R}}^{{{len(z)}}} \qquad i = {i + 1}")
    query_strip("z" + subscript(i + 1 if name == "z_i" else i), z)


def _query_name(subject: Translated) -> str:
    """The state that asks before token i is written: the one before the step, unless the network steps first."""
    return "z_i" if subject.trace.attrs["order"] == "step_first" else "z_{i-1}"


def _scores(subject: Translated, renamed: bool) -> None:
    from dashboard.charts.attention import source_bars

    here = subject.trace.isel(target=subject.target)
    j, score = subject.source, here["score"].values
    st.markdown(_("**2. Scores:** how well each source position matches the query"))
    match = subject.trace.attrs["attention"]
    formula = MATCH[match].replace("z_i", "q_i" if renamed else _query_name(subject))
    formula = formula.replace("h_j", "k_j") if renamed else formula
    st.latex(rf"{formula} {_arithmetic(subject)} = \mathbf{{{score[j]:.3f}}} \qquad j = {j + 1}")
    st.altair_chart(
        source_bars(score, subject.source_tokens, "score", {"value": "e", "source": _("source token")}, chosen=j),
        width="stretch",
        key="step:score",
        alt=_("Bar chart of the scores, one bar per source token"),
    )


def _arithmetic(subject: Translated) -> str:
    """The middle of a score's equation: the numbers that are divided, where there are any."""
    z = subject.trace["query"].isel(target=subject.target).values
    k = subject.trace["key"].isel(source=subject.source).values
    match subject.trace.attrs["attention"]:
        case "scaled_dot":
            return rf"= {z @ k:.3f} / \sqrt{{{len(z)}}}"
        case "cosine":
            return rf"= \frac{{{z @ k:.3f}}}{{{np.linalg.norm(z):.3f} \cdot {np.linalg.norm(k):.3f}}}"
    return ""


def _weights(subject: Translated) -> None:
    from dashboard.charts.attention import source_bars

    here = subject.trace.isel(target=subject.target)
    j, score, weight = subject.source, here["score"].values, here["alignment"].values
    if subject.trace.attrs["normalised"]:
        st.markdown(_("**3. Softmax:** the scores become weights that are positive and sum to 1"))
        st.latex(
            r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_k \exp(e_{ik})}"
            rf" = {softmax_of(score, j)} = \mathbf{{{weight[j]:.3f}}}"
            r"\qquad \text{(" + _("the maximum is subtracted for numerical stability") + ")}"
        )
    else:
        st.markdown(_("**3. No softmax:** the scores themselves are the weights"))
        st.latex(rf"\alpha_{{ij}} = e_{{ij}} = \mathbf{{{weight[j]:.3f}}}")
    st.altair_chart(
        source_bars(
            weight,
            subject.source_tokens,
            "alignment",
            {"value": "α", "source": _("source token")},
            chosen=j,
            domain=(0.0, 1.0) if subject.trace.attrs["normalised"] else None,
        ),
        width="stretch",
        key="step:alignment",
        alt=_("Bar chart of the attention weights, one bar per source token"),
    )
    st.caption(_("The full bar is the source position under the cursor; the equations are those of this bar."))


def _context(subject: Translated, renamed: bool) -> None:
    name = "v" if renamed else "h"
    st.markdown(_("**4. Context:** the weighted sum of the encoder’s states"))
    context_strips(
        subject.trace,
        subject.target,
        of=rf"c_i = \sum_j \alpha_{{ij}} {name}_j",
        sources=subject.source_tokens,
        total=f"c{subscript(subject.target + 1)}",
        letter=name,
    )


def _handed_over(subject: Translated) -> None:
    from dashboard.charts.attention import strips

    i = subject.target
    st.markdown(_("**2. Context:** without attention, the same vector at every step"))
    st.latex(r"c_i = z_0 \quad \text{" + _("for every i") + "}")
    heat_map(
        st,
        strips(
            [(f"c{subscript(i + 1)}", subject.trace["context"].isel(target=i).values)],
            {"unit": _("unit"), "value": _("value")},
        ),
        width="stretch",
        key="step:context",
        alt=_("The context as a strip of coloured cells, one per unit"),
    )
    st.caption(_("All that the decoder learns of the source is this one vector, however long the sentence is."))


def _word(subject: Translated) -> None:
    number = {"alignment": 5, "context": 3}
    place = next((number[name] for name in number if name in subject.trace), 2)
    st.markdown(_("**{place}. Word:** state and context choose what is written", place=place))
    output = "a_i" if subject.trace.attrs["order"] == "step_first" and "alignment" in subject.trace else "z_i"
    word_bars_of(subject.trace, subject.target, rf"p(y_i) = \mathrm{{softmax}}(W {output} + b)")
