"""How networks learn beside each other: one metric over the training, one line a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, PINK, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

MILESTONES = (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
"""Training steps that are written at the axis."""

HUES = (VERMILLION, BLUE, ORANGE, GREEN, PINK)
"""One for each of up to five networks."""


def learning_chart(
    table: pd.DataFrame, names: Sequence[str], labels: Mapping[str, str], *, height: int = 240
) -> Layers:
    """A line a network; training steps on a logarithmic axis, because most happens early.

    Parameters
    ----------
    table : DataFrame
        Columns ``network``, ``step`` and ``value`` (0 to 1).
    names : sequence of str
        All networks, in the order of their hues, whether they have a row yet or not.
    labels : mapping
        What to call ``network``, ``step`` and ``value``.
    height : int
        Pixels.
    """
    base = alt.Chart(table).encode(
        x=alt.X(
            "step:Q", title=labels["step"], scale=alt.Scale(type="symlog"), axis=alt.Axis(values=MILESTONES, format="d")
        ),
        y=alt.Y("value:Q", title=labels["value"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=5)),
        color=alt.Color(
            "network:N",
            sort=list(names),
            scale=alt.Scale(domain=list(names), range=list(HUES[: len(names)])),
            legend=alt.Legend(orient="top", title=None, columns=5),
        ),
        tooltip=[
            alt.Tooltip("network:N", title=labels["network"]),
            alt.Tooltip("step:Q", title=labels["step"]),
            alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
        ],
    )
    return (base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=45)).properties(height=height)
