"""The closer look "one decoding step": query, location, scores, softmax, context and token, in the order in which they
are computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.trace.schema import tokens_of
from dashboard import state
from dashboard.labs.speech_recognition.charts.equations import MATCH
from dashboard.labs.speech_recognition.subject import Heard, looks_most
from dashboard.language import translate as _
from dashboard.panels.sampling import visible

if TYPE_CHECKING:
    from core.labs.speech_recognition.location import Located

MOST = 5
"""Source positions whose share of the context is drawn by itself; the others are drawn as one sum."""


def step(subject: Heard) -> None:
    """The numbers of the output token under the cursor, one after the other."""
    _choose(subject)
    located = None
    if subject.trace.attrs["attention"] == "location":
        located = _located(subject)
    _query(subject)
    place = 2
    if located is not None:
        _before(subject, located, place)
        place += 1
    _scores(subject, located, place)
    _weights(subject, place + 1)
    _context(subject, place + 2)
    _token(subject, place + 3)


def _located(subject: Heard) -> Located:
    from core.labs.speech_recognition.location import located

    return located(subject.moment.model, subject.trace, subject.target)


def _choose(subject: Heard) -> None:
    """The token, chosen from the output; it is the cursor of the whole page."""
    state.put("step_choice", subject.target)
    st.segmented_control(
        _("Output token that is being written"),
        range(len(subject.tokens)),
        key="step_choice",
        required=True,
        format_func=lambda i: subject.tokens[i] + _index(i + 1),
        on_change=lambda: _go(subject, state.get("step_choice")),
    )


def _go(subject: Heard, target: int) -> None:
    """Stand at a token, and there at the source position that it attends to most."""
    subject.point_at(target, looks_most(subject.trace, target))


def _query(subject: Heard) -> None:
    from dashboard.charts.attention import strips

    i, z = subject.target + 1, subject.trace["query"].isel(target=subject.target).values
    st.markdown(_("**1. Query:** what the decoder knows before it listens for token {number}", number=i))
    st.latex(
        rf"z_{{{i}}} = \mathrm{{GRU}}([y_{{{i - 1}}};\ c_{{{i - 1}}}],\ z_{{{i - 1}}}) \in \mathbb{{R}}^{{{len(z)}}}"
    )
    st.altair_chart(
        strips([(f"z{_index(i)}", z)], {"unit": _("unit"), "value": _("value")}),
        width="stretch",
        key="step:query",
        alt=_("The decoder’s state as a strip of coloured cells, one a unit"),
    )
    st.caption(_("Each cell is one unit: blue negative, red positive, empty near 0."))


def _before(subject: Heard, located: Located, place: int) -> None:
    from dashboard.labs.speech_recognition.charts.step import over_time, strips_over_time

    i = subject.target + 1
    start, end = _stretches(subject)
    K, reach = len(located.features), subject.moment.model.config.width // 2
    st.markdown(
        _("**{place}. Location:** where it listened before, seen through {count} filters", place=place, count=K)
    )
    st.latex(
        rf"f_{{{i},jk}} = (F * \alpha_{{{i - 1}}})_{{jk}} = \sum_{{l=-{reach}}}^{{{reach}}} F_{{kl}}\,"
        rf" \alpha_{{{i - 1},\,j+l}}"
        rf"\qquad f_{{{i},{subject.source},1}} = \mathbf{{{located.features[0, subject.source]:.3f}}}"
    )
    st.altair_chart(
        over_time(located.before, start, end, "alignment", _labels("α"), height=90),
        width="stretch",
        key="step:before",
        alt=_("The alignment of the step before, over time"),
    )
    st.altair_chart(
        strips_over_time(
            located.features, start, end, {"row": _("filter"), "value": _("value"), "seconds": _("seconds")}
        ),
        width="stretch",
        key="step:features",
        alt=_("What each filter sees of it, over time, as strips of coloured cells"),
    )
    st.caption(
        _(
            "Above the alignment of the token before (of the first token: all on the first position), below what each"
            " filter makes of it. A filter that is strong to the right of where attention was pushes it on."
        )
    )


def _scores(subject: Heard, located: Located | None, place: int) -> None:
    from dashboard.labs.speech_recognition.charts.step import over_time

    j, score = subject.source, subject.trace["score"].isel(target=subject.target).values
    st.markdown(_("**{place}. Scores:** how well each moment of the sound matches the query", place=place))
    config = subject.moment.run.config
    match = "location" if located is not None else config["match"]
    i = subject.target + 1
    formula = MATCH[match].replace("z_i", f"z_{{{i}}}").replace("h_j", f"h_{{{j}}}").replace("_{ij}", f"_{{{i},{j}}}")
    st.latex(rf"e_{{{i},{j}}} = {formula} = \mathbf{{{score[j]:.3f}}}")
    st.altair_chart(
        over_time(
            score,
            *_stretches(subject),
            "score",
            _labels("e") | {"beside": _("without location")},
            chosen=j,
            gold=subject.gold,
            beside=None if located is None else located.content,
        ),
        width="stretch",
        key="step:score",
        alt=_("Bar chart of the scores over time"),
    )
    if located is None:
        st.caption(
            _(
                "A bar is a source position, as wide as its sound; the orange ground is where the token is truly"
                " spoken. The same sound, heard twice, has the same score twice: content alone cannot tell them apart."
            )
        )
    else:
        st.caption(
            _(
                "A bar is a source position, as wide as its sound; the orange ground is where the token is truly"
                " spoken. The dashed line shows the scores without location: wherever a like sound comes again, it may"
                " rise again."
            )
        )


def _weights(subject: Heard, place: int) -> None:
    from dashboard.labs.speech_recognition.charts.step import over_time

    here = subject.trace.isel(target=subject.target)
    i, j, score, weight = subject.target + 1, subject.source, here["score"].values, here["alignment"].values
    st.markdown(_("**{place}. Softmax:** the scores become weights that are positive and sum to 1", place=place))
    total = np.exp(score - score.max()).sum()
    st.latex(
        rf"\alpha_{{{i},{j}}} = \frac{{\exp(e_{{{i},{j}}})}}{{\sum_k \exp(e_{{{i},k}})}}"
        rf" = \frac{{\exp({score[j]:.3f} - {_signed(float(score.max()))})}}{{{total:.3f}}} = \mathbf{{{weight[j]:.3f}}}"
        r"\qquad \text{(" + _("the largest score is taken off above and below") + ")}"
    )
    st.altair_chart(
        over_time(weight, *_stretches(subject), "alignment", _labels("α"), chosen=j, gold=subject.gold),
        width="stretch",
        key="step:alignment",
        alt=_("Bar chart of the attention weights over time"),
    )
    if subject.gold is None:
        st.caption(_("The full bar is the source position under the cursor; the equations are those of this bar."))
    else:
        start, end = _stretches(subject)
        centroid, spoken = float(weight @ (start + end) / 2), sum(subject.gold) / 2
        st.latex(
            rf"t_{{{i}}} = \sum_j \alpha_{{{i},j}}\, m_j = {centroid:.3f}\,\mathrm{{s}} \qquad"
            rf"t_{{{i}}} - \tfrac{{1}}{{2}}(\mathrm{{start}} + \mathrm{{end}}) = {centroid:.3f} - {spoken:.3f} ="
            rf" \mathbf{{{1000 * (centroid - spoken):+.0f}\,ms}}"
        )
        st.caption(
            _(
                "The full bar is the source position under the cursor. The centre of attention t is compared with the"
                " middle of the orange ground, where the token is truly spoken; m is the middle of a position."
            )
        )


def _context(subject: Heard, place: int) -> None:
    from dashboard.charts.attention import strips

    trace, i = subject.trace, subject.target + 1
    weight, h = (
        trace["alignment"].isel(target=subject.target).values,
        trace["annotation"].transpose("source", "unit").values,
    )
    first = np.sort(np.argsort(-weight, kind="stable")[:MOST])
    st.markdown(_("**{place}. Context:** the encoder’s states, weighed and added", place=place))
    terms = " + ".join(rf"{weight[j]:.2f}\, h_{{{j}}}" for j in first)
    st.latex(rf"c_{{{i}}} = \sum_j \alpha_{{{i},j}} h_j = {terms}" + (r" + \dots" if len(weight) > MOST else ""))
    rows = [(f"{weight[j]:.2f} · h{_index(j)}  {trace['source_token'].values[j]}", weight[j] * h[j]) for j in first]
    others = np.setdiff1d(np.arange(len(weight)), first)
    if others.size:
        rows.append((_("the other {count}", count=others.size), weight[others] @ h[others]))
    rows.append((f"= c{_index(i)}", trace["context"].isel(target=subject.target).values))
    st.altair_chart(
        strips(rows, {"unit": _("unit"), "value": _("value")}),
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


def _token(subject: Heard, place: int) -> None:
    from dashboard.charts.attention import word_bars

    here, i = subject.trace.isel(target=subject.target), subject.target + 1
    words = tokens_of(subject.trace, "vocabulary")
    p, logit = here["probability"].values, here["logit"].values
    written = words.index(tokens_of(subject.trace, "target")[subject.target])
    st.markdown(_("**{place}. Token:** state and context choose what is written", place=place))
    rest = np.exp(logit - logit.max()).sum()
    st.latex(
        rf"p(y_{{{i}}}) = \mathrm{{softmax}}(W [z_{{{i}}};\ c_{{{i}}}] + b)"
        rf" = \frac{{\exp({logit[written]:.2f} - {_signed(float(logit.max()), 2)})}}{{{rest:.3f}}} ="
        rf" \mathbf{{{p[written]:.3f}}}"
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


def _stretches(subject: Heard) -> tuple[np.ndarray, np.ndarray]:
    return subject.trace["source_start"].values, subject.trace["source_end"].values


def _labels(symbol: str) -> dict[str, str]:
    return {"value": symbol, "seconds": _("seconds"), "gold": _("spoken here")}


def _signed(value: float, digits: int = 3) -> str:
    return f"({value:.{digits}f})" if value < 0 else f"{value:.{digits}f}"


def _index(number: int) -> str:
    """A number as subscript."""
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))
