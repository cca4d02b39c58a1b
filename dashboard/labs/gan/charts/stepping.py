"""What a critic tells apart, step by step of either player, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def steps_chart(table: pd.DataFrame, words: Mapping[str, str], labels: Mapping[str, str]) -> Layers:
    """A line, and a dot for each step in the colour of who made it.

    Parameters
    ----------
    table : DataFrame
        Columns ``step``, ``gap`` and ``mover``: "critic", "generator", or nothing before the first step.
    words : mapping
        What to call the movers.
    labels : mapping
        What to call the columns.
    """
    table = table.assign(who=[words[mover] for mover in table["mover"]])
    base = alt.Chart(table).encode(
        x=alt.X("step:Q", title=labels["step"], axis=alt.Axis(format="d", tickMinStep=1)),
        y=alt.Y("gap:Q", title=labels["gap"]),
    )
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(
        color=alt.Color(
            "who:N",
            scale=alt.Scale(
                domain=[words["critic"], words["generator"], words[""]], range=[BLUE, VERMILLION, "#8A94A0"]
            ),
            legend=alt.Legend(orient="top", title=None, labelLimit=400),
        ),
        tooltip=[
            alt.Tooltip("step:Q", title=labels["step"]),
            alt.Tooltip("who:N", title=labels["mover"]),
            alt.Tooltip("gap:Q", title=labels["gap"], format=".3f"),
        ],
    )
    return (base.mark_line(color="#8A94A0", strokeWidth=1.5) + dots).properties(height=240)
