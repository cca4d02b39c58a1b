"""Kinds of dialogue over networks: a cell as full as the share of acceptable answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

ROW, AROUND = 30, 70


def kinds_chart(table: pd.DataFrame, rows: Sequence[str], networks: Sequence[str], labels: Mapping[str, str]) -> Layers:
    """A heat map with its numbers.

    Parameters
    ----------
    table : DataFrame
        Columns ``prompt`` (an example, in one line), ``network``, ``share`` (0 … 1), ``count``, ``asked`` and
        ``answer`` (of an example of that network's).
    rows, networks : sequence of str
        In this order.
    labels : mapping
        What to call ``prompt``, ``network``, ``share``, ``count``, ``asked`` and ``answer``.
    """
    base = alt.Chart(table).encode(
        y=alt.Y("prompt:N", sort=list(rows), title=None, axis=alt.Axis(labelLimit=460, labelFontSize=15, ticks=False)),
        x=alt.X(
            "network:N",
            sort=list(networks),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, labelFontSize=15, ticks=False),
        ),
        tooltip=[
            alt.Tooltip("asked:N", title=labels["asked"]),
            alt.Tooltip("answer:N", title=labels["answer"]),
            alt.Tooltip("share:Q", title=labels["share"], format=".0%"),
            alt.Tooltip("count:Q", title=labels["count"]),
        ],
    )
    cells = base.mark_rect(stroke="#8A94A0", strokeWidth=0.5).encode(
        color=alt.Color(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=["#f4f7fa", BLUE]), legend=None, title=labels["share"]
        )
    )
    numbers = base.mark_text(fontSize=15).encode(
        text=alt.Text("share:Q", format=".0%"),
        color=alt.ColorValue("#14202e", condition={"test": "datum.share > 0.55", "value": "#ffffff"}),
    )
    return (cells + numbers).properties(height=AROUND + ROW * len(rows))
