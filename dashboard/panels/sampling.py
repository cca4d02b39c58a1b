"""The sliders that stand between the model's distribution and the token that is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from core.nn.sampling import Sampling
from dashboard.frame import view
from dashboard.frame.names import SAMPLING, TOP_K, TOP_P, WRITING_LENGTH
from dashboard.language import translate as _


def sampling_sliders(
    *, top_k: int = TOP_K.default, top_p: float = TOP_P.default, length: int = WRITING_LENGTH.default
) -> tuple[Sampling, int, int]:
    """Draw the sliders, those named here at this place to begin with; return the sampling, the seed and the length."""
    defaults = {TOP_K: top_k, WRITING_LENGTH: length, TOP_P: top_p}
    columns = slider_row(len(SAMPLING))
    temperature, k, p, seed, most = (
        view.knob(knob, at=column, default=defaults.get(knob, knob.default))
        for column, knob in zip(columns, SAMPLING, strict=True)
    )
    return Sampling(temperature=temperature, top_k=k, top_p=p), seed, most


def slider_row(count: int) -> Sequence[Any]:
    """A row for sliders directly above what they change; it stays in sight with it, and its height is kept free."""
    return st.container(key="sliders").columns(count)


def visible(token: str) -> str:
    """A token as it can be read on an axis: white space by its sign."""
    return {" ": "␣", "\n": "↵", "\t": "⇥"}.get(token, token)


def distribution_chart(words: list[str], before: np.ndarray, after: np.ndarray) -> None:
    """The next token's distribution before and after the sliders."""
    from dashboard.charts.distribution import before_and_after

    labels = {
        "word": _("next token"),
        "probability": _("probability"),
        "before": _("the network’s"),
        "after": _("after the sliders"),
    }
    st.altair_chart(
        before_and_after([visible(word) for word in words], before, after, labels),
        width="stretch",
        key="distribution",
        alt=_("Bar chart of the likeliest next tokens, before and after the sampling sliders"),
    )
    st.caption(
        _(
            "Grey: what the network believes comes next at the pinned step. Blue: what is drawn from after temperature,"
            " top-k and top-p."
        )
    )
