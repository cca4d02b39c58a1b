"""What designs are worth, and what a controller would write, as histograms."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, ORANGE
from dashboard.charts.theme import alt


def worth_chart(table: pd.DataFrame, labels: Mapping[str, str]) -> alt.Chart:
    """Bars over reward, for two who write.

    Parameters
    ----------
    table : DataFrame
        Columns ``who``, ``reward`` and ``until`` (the ends of a bar) and ``share``.
    labels : mapping
        What to call the columns.
    """
    who = list(dict.fromkeys(table["who"]))
    return (
        alt.Chart(table)
        .mark_bar(opacity=0.6, binSpacing=1)
        .encode(
            x=alt.X(
                "reward:Q",
                title=labels["reward"],
                bin=alt.BinParams(binned=True, step=0.05),
                axis=alt.Axis(format="%", tickCount=10),
                scale=alt.Scale(domain=[0, 1]),
            ),
            x2=alt.X2("until:Q"),
            y=alt.Y("share:Q", title=labels["share"], stack=None, axis=alt.Axis(format="%", tickCount=5)),
            color=alt.Color(
                "who:N",
                scale=alt.Scale(domain=who, range=[ORANGE, BLUE]),
                legend=alt.Legend(orient="top", title=None, labelLimit=400),
            ),
            tooltip=[
                alt.Tooltip("who:N", title=labels["who"]),
                alt.Tooltip("reward:Q", title=labels["reward"], format=".0%"),
                alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
            ],
        )
        .properties(height=280)
    )
