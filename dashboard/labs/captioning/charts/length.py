"""Shares of what is right, by a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def shares(table: pd.DataFrame, labels: Mapping[str, str], order: Sequence[str]) -> Layers:
    """A line with dots for each way.

    Parameters
    ----------
    table : DataFrame
        ``way``, ``n`` (whole numbers) and ``share`` (0 … 1).
    labels : mapping
        ``way``, ``n`` and ``share``.
    order : sequence of str
        The ways, three at most.
    """
    x = alt.X("n:O", title=labels["n"], axis=alt.Axis(labelAngle=0))
    y = alt.Y("share:Q", title=labels["share"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%"))
    colour = alt.Color(
        "way:N",
        title=labels["way"],
        scale=alt.Scale(domain=list(order), range=[VERMILLION, GREEN, BLUE]),
        legend=alt.Legend(orient="top", title=None),
    )
    tooltip = [
        alt.Tooltip("way:N", title=labels["way"]),
        alt.Tooltip("n:O", title=labels["n"]),
        alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
    ]
    base = alt.Chart(table).encode(x, y, colour, tooltip=tooltip)
    return (base.mark_line(strokeWidth=3) + base.mark_point(size=90, filled=True)).properties(height=280)
