"""The closer look "one decoding step": query, scores, softmax, context and word, in the order in which they are
computed.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.trace.schema import tokens_of
from dashboard import state
from dashboard.labs.translation.charts.equations import MATCH
from dashboard.labs.translation.subject import Translated
from dashboard.language import translate as _
from dashboard.panels.sampling import visible

MOST = 5
"""Source positions whose share of the context is drawn by itself; the others are drawn as one sum."""


def step(subject: Translated) -> None:
    """The numbers of the target step under the cursor, one after the other."""
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    with left:
        _choose(subject)
    attends = "alignment" in subject.trace
    renamed = attends and right.toggle(
        _("Query, key, value"),
        key="names_qkv",
        bind="query-params",
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
    state.put("step_choice", subject.target)
    st.segmented_control(
        _("Output token that is being written"),
        range(len(subject.target_tokens)),
        key="step_choice",
        required=True,
        format_func=lambda i: subject.target_tokens[i] + _index(i),  # two options of one name would be one to Streamlit
        on_change=lambda: _go(subject, state.get("step_choice")),
    )


def _go(subject: Translated, target: int) -> None:
    """Stand at a step, and there at the source position that it looks at most."""
    looks = subject.trace.get("alignment")
    subject.point_at(target, subject.source if looks is None else int(looks.isel(target=target).argmax("source")))


def _query(subject: Translated, renamed: bool) -> None:
    from dashboard.charts.attention import strips

    here = subject.trace.isel(target=subject.target)
    i, z = subject.target, here["query"].values
    st.markdown(_("**1. Query:** what the decoder knows before it writes token {number}", number=i + 1))
    if subject.trace.attrs["order"] == "step_first":
        st.caption(_("This network steps first and then attends: the query is the state after the step."))
    st.latex((r"q_i = z_i" if renamed else r"z_i") + rf"\in \mathbb{{R}}^{{{len(z)}}} \qquad i = {i}")
    st.altair_chart(
        strips([("z" + _index(i), z)], _units()),
        width="stretch",
        key="step:query",
        alt=_("The decoder’s state as a strip of coloured cells, one a unit"),
    )
    st.caption(_("Each cell is one unit: blue negative, red positive, empty near 0."))


def _scores(subject: Translated, renamed: bool) -> None:
    from dashboard.charts.attention import source_bars

    here = subject.trace.isel(target=subject.target)
    j, score = subject.source, here["score"].values
    st.markdown(_("**2. Scores:** how well each source position matches the query"))
    match = subject.trace.attrs["attention"]
    formula = MATCH[match].replace("z_i", "q_i").replace("h_j", "k_j") if renamed else MATCH[match]
    st.latex(rf"{formula} {_arithmetic(subject)} = \mathbf{{{score[j]:.3f}}} \qquad j = {j}")
    st.altair_chart(
        source_bars(score, subject.source_tokens, "score", {"value": "e", "source": _("source token")}, chosen=j),
        width="stretch",
        key="step:score",
        alt=_("Bar chart of the scores, one bar a source token"),
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
        total = np.exp(score - score.max()).sum()
        st.latex(
            r"\alpha_{ij} = \frac{\exp(e_{ij})}{\sum_k \exp(e_{ik})}"
            rf" = \frac{{\exp({score[j]:.3f} - {score.max():.3f})}}{{{total:.3f}}} = \mathbf{{{weight[j]:.3f}}}"
            r"\qquad \text{(" + _("the largest score is taken off above and below") + ")}"
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
        alt=_("Bar chart of the attention weights, one bar a source token"),
    )
    st.caption(_("The full bar is the source position under the cursor; the equations are those of this bar."))


def _context(subject: Translated, renamed: bool) -> None:
    from dashboard.charts.attention import strips

    trace, i = subject.trace, subject.target
    weight, h = trace["alignment"].isel(target=i).values, trace["annotation"].transpose("source", "unit").values
    context = trace["context"].isel(target=i).values
    first = np.argsort(-abs(weight), kind="stable")[:MOST]
    first.sort()
    name = "v" if renamed else "h"
    st.markdown(_("**4. Context:** the encoder’s states, weighed and added"))
    terms = " ".join(rf"{weight[j]:+.2f}\, {name}_{{{j}}}" for j in first).removeprefix("+")
    st.latex(rf"c_i = \sum_j \alpha_{{ij}} {name}_j = {terms}" + (r" + \dots" if len(weight) > MOST else ""))
    rows = [(f"{weight[j]:.2f} · {name}{_index(j)} {subject.source_tokens[j]}", weight[j] * h[j]) for j in first]
    others = np.setdiff1d(np.arange(len(weight)), first)
    if others.size:
        rows.append((_("the other {count}", count=others.size), weight[others] @ h[others]))
    rows.append((f"= c{_index(i)}", context))
    st.altair_chart(
        strips(rows, _units()),
        width="stretch",
        key="step:context",
        alt=_("The weighed encoder states as strips of coloured cells, and below them their sum, the context"),
    )
    st.caption(
        _(
            "Each strip is one encoder state times its weight, so a small weight is pale; the last strip is their sum,"
            " the context that the decoder reads."
        )
    )


def _handed_over(subject: Translated) -> None:
    from dashboard.charts.attention import strips

    i = subject.target
    st.markdown(_("**2. Context:** without attention, the same vector at every step"))
    st.latex(r"c_i = z_0 \quad \text{" + _("for every i") + "}")
    st.altair_chart(
        strips([(f"c{_index(i)}", subject.trace["context"].isel(target=i).values)], _units()),
        width="stretch",
        key="step:context",
        alt=_("The context as a strip of coloured cells, one a unit"),
    )
    st.caption(_("All that the decoder learns of the source is this one vector, however long the sentence is."))


def _word(subject: Translated) -> None:
    from dashboard.charts.attention import word_bars

    here = subject.trace.isel(target=subject.target)
    words = tokens_of(subject.trace, "vocabulary")
    p, logit = here["probability"].values, here["logit"].values
    written = words.index(tokens_of(subject.trace, "target")[subject.target])
    number = {"alignment": 5, "context": 3}
    place = next((number[name] for name in number if name in subject.trace), 2)
    st.markdown(_("**{place}. Word:** state and context choose what is written", place=place))
    rest = np.exp(logit - logit.max()).sum()
    output = r"a_{i+1}" if subject.trace.attrs["order"] == "step_first" and "alignment" in subject.trace else r"z_{i+1}"
    st.latex(
        rf"p(y_{{i+1}}) = \mathrm{{softmax}}(W {output} + b)"
        rf" = \frac{{\exp({logit[written]:.2f} - {logit.max():.2f})}}{{{rest:.3f}}} = \mathbf{{{p[written]:.3f}}}"
    )
    st.altair_chart(
        word_bars(
            [visible(word) for word in words], p, written, {"word": _("next token"), "probability": _("probability")}
        ),
        width="stretch",
        key="step:word",
        alt=_("Bar chart of the likeliest words; the one that was written is framed"),
    )
    st.caption(_("The likeliest tokens; the frame is around the one that was written, and the equation is that one’s."))


def _units() -> dict[str, str]:
    return {"unit": _("unit"), "value": _("value")}


def _index(number: int) -> str:
    """A number as subscript."""
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))
