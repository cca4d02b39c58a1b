"""What every look at one decoding step has: the output tokens, the query, the softmax, the context and the word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
import xarray as xr

from core.trace.schema import tokens_of
from dashboard import state
from dashboard.heat_maps import heat_map
from dashboard.language import translate as _
from dashboard.panels.sampling import visible

MOST = 5
"""Source positions whose share of the context is drawn by itself; the others are drawn as one sum."""


def choose_target(subject: Any, tokens: Sequence[str], words: Callable[[int], str]) -> None:
    """Draw the output tokens; the one that is chosen is the cursor of the whole page.

    Parameters
    ----------
    subject : Subject
        With a target and a source.
    tokens : sequence of str
        What was written.
    words : callable
        What the token of a number is called; two of one name would be one to Streamlit.
    """
    key = "step_choice"
    if state.get(key) != subject.target:
        state.put(key, subject.target)
    st.segmented_control(
        _("Output token that is being written"),
        range(len(tokens)),
        key=key,
        required=True,
        format_func=words,
        on_change=lambda: _stand_at(subject, state.get(key)),
    )


def _stand_at(subject: Any, target: int) -> None:
    """Stand at a token, and there at the source position that it attends to most."""
    looks = subject.trace.get("alignment")
    source = subject.source if looks is None else int(looks.isel(target=target).argmax("source"))
    subject.point_at(target=target, source=source)


def query_strip(name: str, query: np.ndarray) -> None:
    """The decoder's state, (H,), as a strip of cells, and how to read it."""
    from dashboard.charts.attention import strips

    heat_map(
        st,
        strips([(name, query)], _units()),
        width="stretch",
        key="step:query",
        alt=_("The decoder’s state as a strip of coloured cells, one per unit"),
    )
    st.caption(_("Each cell is one unit: blue negative, red positive, empty near 0."))


def softmax_of(score: np.ndarray, j: int, digits: int = 3) -> str:
    """The softmax of `score`, (N,), at `j` with its numbers, the largest taken off above and below (LaTeX)."""
    largest = score.max()
    return (
        rf"\frac{{\exp({score[j]:.{digits}f} - {signed(float(largest), digits)})}}"
        rf"{{{np.exp(score - largest).sum():.3f}}}"
    )


def context_strips(
    trace: xr.Dataset, target: int, *, of: str, sources: Sequence[str], total: str, letter: str = "h"
) -> None:
    """The encoder's states times their weights, the largest by themselves, and their sum, with the equation of it.

    Parameters
    ----------
    trace : Dataset
        With ``alignment``, ``annotation`` and ``context``.
    target : int
        Which output position.
    of : str
        The left side of the equation (LaTeX).
    sources : sequence of str
        What each source position is called.
    total : str
        What the sum is called.
    letter : str
        What an encoder state is called.
    """
    from dashboard.charts.attention import strips

    weight, h = trace["alignment"].isel(target=target).values, trace["annotation"].transpose("source", "unit").values
    first = np.sort(np.argsort(-abs(weight), kind="stable")[:MOST])
    terms = " ".join(rf"{weight[j]:+.2f}\, {letter}_{{{j + 1}}}" for j in first).removeprefix("+")
    st.latex(rf"{of} = {terms}" + (r" + \dots" if len(weight) > MOST else ""))
    rows = [(f"{weight[j]:.2f} · {letter}{subscript(j + 1)} {sources[j]}", weight[j] * h[j]) for j in first]
    others = np.setdiff1d(np.arange(len(weight)), first)
    if others.size:
        rows.append((_("the other {count}", count=others.size), weight[others] @ h[others]))
    rows.append((f"= {total}", trace["context"].isel(target=target).values))
    heat_map(
        st,
        strips(rows, _units()),
        width="stretch",
        key="step:context",
        alt=_("The weighted encoder states as strips of coloured cells, and below them their sum, the context"),
    )
    st.caption(
        _(
            "Each strip is one encoder state times its weight, so a small weight is pale; the last strip is their sum,"
            " the context that the decoder reads."
        )
    )


def word_bars_of(trace: xr.Dataset, target: int, of: str) -> None:
    """The likeliest words at an output position, and the equation of the one that was written.

    Parameters
    ----------
    trace : Dataset
        With ``logit`` and ``probability``.
    target : int
        Which output position.
    of : str
        The left side of the equation (LaTeX).
    """
    from dashboard.charts.attention import word_bars

    here, words = trace.isel(target=target), tokens_of(trace, "vocabulary")
    p, logit = here["probability"].values, here["logit"].values
    written = words.index(tokens_of(trace, "target")[target])
    st.latex(rf"{of} = {softmax_of(logit, written, digits=2)} = \mathbf{{{p[written]:.3f}}}")
    labels = {"word": _("next token"), "probability": _("probability")}
    st.altair_chart(
        word_bars([visible(word) for word in words], p, written, labels),
        width="stretch",
        key="step:word",
        alt=_("Bar chart of the likeliest words; the one that was written is framed"),
    )
    st.caption(_("The likeliest tokens; the frame is around the one that was written, and the equation is that one’s."))


def signed(value: float, digits: int = 3) -> str:
    """A number that follows a minus sign."""
    return f"({value:.{digits}f})" if value < 0 else f"{value:.{digits}f}"


def subscript(number: int) -> str:
    """A number as subscript."""
    return "".join(chr(0x2080 + int(digit)) for digit in str(number))


def _units() -> dict[str, str]:
    return {"unit": _("unit"), "value": _("value")}
