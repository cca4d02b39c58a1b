"""What a mask hides, step by step, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE
from dashboard.charts.theme import alt


def hidden_chart(table: pd.DataFrame, labels: Mapping[str, str]) -> alt.Chart:
    """A bar per step.

    Parameters
    ----------
    table : DataFrame
        Columns ``step`` (what it is called) and ``share`` (0 … 1), in the order of the steps.
    labels : mapping
        What to call the columns.
    """
    axis = alt.Axis(labelAngle=0, labelFontSize=14, ticks=False)
    return (
        alt.Chart(table)
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("step:N", title=labels["step"], sort=list(table["step"]), axis=axis),
            y=alt.Y(
                "share:Q",
                title=labels["share"],
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", tickCount=5),
            ),
            tooltip=[
                alt.Tooltip("step:N", title=labels["step"]),
                alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
            ],
        )
        .properties(height=260)
    )
