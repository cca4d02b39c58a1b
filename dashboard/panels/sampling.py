"""The sliders that stand between the model's distribution and the token that is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from core.knobs import Knob
from core.nn.sampling import Sampling
from dashboard import address
from dashboard.language import sentence
from dashboard.language import translate as _

TEMPERATURE = Knob(
    "temperature",
    0.7,
    "Temperature",
    "Divides the logits: below 1 the likely gets likelier, above 1 all becomes more alike.",
    0.05,
    3.0,
)
TOP_K = Knob("top_k", 0, "Top-k", "Only the k likeliest tokens may be written; 0 allows all.", 0, 100)
TOP_P = Knob(
    "top_p",
    1.0,
    "Top-p",
    "Only the likeliest tokens that together reach this probability may be written (the nucleus).",
    0.05,
    1.0,
)
WRITING_SEED = Knob(
    "writing_seed", 0, "Writing seed", "Another seed draws other tokens from the same distributions.", 0, 9999
)
WRITING_LENGTH = Knob("writing_length", 200, "Length", "How many tokens are written at most.", 10, 600)


def sampling_sliders(
    *, top_k: int = TOP_K.default, top_p: float = TOP_P.default, length: int = WRITING_LENGTH.default
) -> tuple[Sampling, int, int]:
    """Draw the sliders, those named here at this place to begin with; return the sampling, the seed and the length."""
    sliders = (
        TEMPERATURE,
        replace(TOP_K, default=top_k),
        replace(TOP_P, default=top_p),
        WRITING_SEED,
        replace(WRITING_LENGTH, default=length),
    )
    for complaint in address.complaints(sliders):
        st.warning(sentence(complaint))
    columns = st.columns(len(sliders))
    temperature, top_k, top_p, seed, length = (
        slider(column, knob) for column, knob in zip(columns, sliders, strict=True)
    )
    return Sampling(temperature=temperature, top_k=top_k, top_p=top_p), seed, length


def slider(column: Any, knob: Knob) -> float:
    """Draw a knob of the sampling in `column`, bound to the link; return where it stands."""
    kind = type(knob.default)
    step = 0.05 if kind is float else 1
    return column.slider(
        _(knob.label),
        kind(knob.low),
        kind(knob.high),
        knob.default,
        step=step,
        key=knob.name,
        bind="query-params",
        help=_(knob.help),
    )


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
