"""The closer look "one decoding step": query, location, scores, softmax, context and token, in the order in which they
are computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.labs.speech_recognition.observations import like_sounds
from dashboard.heat_maps import heat_map
from dashboard.labs.speech_recognition.charts.equations import MATCH
from dashboard.labs.speech_recognition.subject import Heard
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.decoding_step import (
    choose_target,
    context_strips,
    query_strip,
    softmax_of,
    subscript,
    word_bars_of,
)

if TYPE_CHECKING:
    from core.labs.speech_recognition.location import Located


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
    choose_target(subject, subject.tokens, lambda i: subject.tokens[i] + subscript(i + 1))


def _query(subject: Heard) -> None:
    i, z = subject.target + 1, subject.trace["query"].isel(target=subject.target).values
    st.markdown(_("**1. Query:** what the decoder knows before it listens for token {number}", number=i))
    st.latex(
        rf"z_{{{i}}} = \mathrm{{GRU}}([y_{{{i - 1}}};\ c_{{{i - 1}}}],\ z_{{{i - 1}}}) \in \mathbb{{R}}^{{{len(z)}}}"
    )
    query_strip(f"z{subscript(i)}", z)


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
        rf"\qquad f_{{{i},{subject.source + 1},1}} = \mathbf{{{located.features[0, subject.source]:.3f}}}"
    )
    st.altair_chart(
        over_time(located.before, start, end, "alignment", _labels("α"), height=90),
        width="stretch",
        key="step:before",
        alt=_("The alignment of the step before, over time"),
    )
    heat_map(
        st,
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
    formula = MATCH[match].replace("z_i", f"z_{{{i}}}").replace("h_j", f"h_{{{j + 1}}}")
    formula = formula.replace("_{ij}", f"_{{{i},{j + 1}}}")
    st.latex(rf"e_{{{i},{j + 1}}} = {formula} = \mathbf{{{score[j]:.3f}}}")
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
        note(
            _(
                "A bar is a source position, as wide as its sound; the orange band is where the token is truly"
                " spoken. By content alone, like sounds may get like scores, wherever they stand."
            ),
            *observed(like_sounds, of=[_scores_of_like(subject, score)]),
        )
    else:
        st.caption(
            _(
                "A bar is a source position, as wide as its sound; the orange band is where the token is truly"
                " spoken. The dashed line shows the scores without location: wherever a like sound comes again, it may"
                " rise again."
            )
        )


def _scores_of_like(subject: Heard, score: np.ndarray) -> list[float]:
    """The scores at the middle of each stretch in which the phoneme is spoken that the cursor's token is."""
    start, end = _stretches(subject)
    tokens = subject.tokens
    spoken = [
        (float(one["gold_start"]) + float(one["gold_end"])) / 2
        for i, token in enumerate(tokens)
        if token == tokens[subject.target]
        for one in [subject.trace.isel(target=i)]
    ]
    middle = (start + end) / 2
    return [float(score[abs(middle - at).argmin()]) for at in spoken if np.isfinite(at)]


def _weights(subject: Heard, place: int) -> None:
    from dashboard.labs.speech_recognition.charts.step import over_time

    here = subject.trace.isel(target=subject.target)
    i, j, score, weight = subject.target + 1, subject.source, here["score"].values, here["alignment"].values
    st.markdown(_("**{place}. Softmax:** the scores become weights that are positive and sum to 1", place=place))
    st.latex(
        rf"\alpha_{{{i},{j + 1}}} = \frac{{\exp(e_{{{i},{j + 1}}})}}{{\sum_k \exp(e_{{{i},k}})}}"
        rf" = {softmax_of(score, j)} = \mathbf{{{weight[j]:.3f}}}"
        r"\qquad \text{(" + _("the maximum is subtracted for numerical stability") + ")}"
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
            rf"t_{{{i}}} = \sum_j \alpha_{{{i},j}}\, m_j = {centroid:.3f}\,\mathrm{{s}} \qquad "
            rf"t_{{{i}}} - \tfrac{{1}}{{2}}(\mathrm{{start}} + \mathrm{{end}}) = {centroid:.3f} - {spoken:.3f} ="
            rf" \mathbf{{{1000 * (centroid - spoken):+.0f}\,ms}}"
        )
        st.caption(
            _(
                "The full bar is the source position under the cursor. The centre of attention t is compared with the"
                " middle of the orange band, where the token is truly spoken; m is the middle of a position."
            )
        )


def _context(subject: Heard, place: int) -> None:
    i = subject.target + 1
    st.markdown(_("**{place}. Context:** the weighted sum of the encoder’s states", place=place))
    context_strips(
        subject.trace,
        subject.target,
        of=rf"c_{{{i}}} = \sum_j \alpha_{{{i},j}} h_j",
        sources=subject.trace["source_token"].values,
        total=f"c{subscript(i)}",
    )


def _token(subject: Heard, place: int) -> None:
    i = subject.target + 1
    st.markdown(_("**{place}. Token:** state and context choose what is written", place=place))
    word_bars_of(subject.trace, subject.target, rf"p(y_{{{i}}}) = \mathrm{{softmax}}(W [z_{{{i}}};\ c_{{{i}}}] + b)")


def _stretches(subject: Heard) -> tuple[np.ndarray, np.ndarray]:
    return subject.trace["source_start"].values, subject.trace["source_end"].values


def _labels(symbol: str) -> dict[str, str]:
    return {"value": symbol, "seconds": _("seconds"), "gold": _("spoken here")}
