"""The distribution of the next token, before and after the sampling sliders act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.theme import alt


def before_and_after(
    words: Sequence[str],
    before: np.ndarray,
    after: np.ndarray,
    labels: Mapping[str, str],
    *,
    count: int = 16,
    height: int = 260,
) -> alt.Chart:
    """The likeliest tokens, each with the model's probability and with the one it is drawn with.

    Parameters
    ----------
    words : sequence of str
        The V tokens, already made visible.
    before, after : ndarray, shape (V,)
        Probabilities before and after temperature, top-k and top-p.
    labels : mapping
        ``word``, ``probability``, ``before``, ``after``.
    count : int
        How many tokens are drawn, likeliest first.
    height : int
        Pixels.
    """
    order = np.argsort(-np.maximum(before, after), kind="stable")[:count]
    table = pd.DataFrame(
        {
            "word": [words[k] for k in order] * 2,
            "place": list(range(len(order))) * 2,
            "probability": np.concatenate([before[order], after[order]]),
            "when": [labels["before"]] * len(order) + [labels["after"]] * len(order),
        }
    )
    colour = alt.Color(
        "when:N",
        scale=alt.Scale(domain=[labels["before"], labels["after"]], range=["#999999", COLOURS["output_gate"]]),
        legend=alt.Legend(orient="top", title=None),
    )
    return (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X(
                "word:N",
                title=labels["word"],
                sort=alt.SortField("place"),
                axis=alt.Axis(labelAngle=0, labelFontSize=14),
            ),
            xOffset=alt.XOffset("when:N", sort=[labels["before"], labels["after"]]),
            y=alt.Y("probability:Q", title=labels["probability"], scale=alt.Scale(domain=[0, 1])),
            color=colour,
            tooltip=[
                alt.Tooltip("word:N", title=labels["word"]),
                alt.Tooltip("when:N", title=" "),
                alt.Tooltip("probability:Q", title=labels["probability"], format=".4f"),
            ],
        )
        .properties(height=height)
    )
