"""What each number of a code carries, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE
from dashboard.charts.theme import alt


def axes_chart(table: pd.DataFrame, labels: Mapping[str, str], standings: tuple[str, str]) -> alt.Chart:
    """A bar for each number.

    Parameters
    ----------
    table : DataFrame
        Columns ``axis`` (from 1 on), ``value``, ``noise`` and ``what`` (its standing).
    labels : mapping
        What to call the columns.
    standings : tuple of (str, str)
        What an active number is called, and a collapsed one.
    """
    return (
        alt.Chart(table)
        .mark_bar(size=34)
        .encode(
            x=alt.X("axis:O", title=labels["axis"], axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title=labels["value"]),
            color=alt.Color(
                "what:N",
                scale=alt.Scale(domain=list(standings), range=[BLUE, "#8A94A0"]),
                legend=alt.Legend(orient="top", title=None),
            ),
            tooltip=[
                alt.Tooltip("axis:O", title=labels["axis"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
                alt.Tooltip("noise:Q", title=labels["noise"], format=".3f"),
                alt.Tooltip("what:N", title=labels["what"]),
            ],
        )
        .properties(height=240)
    )
