"""Rewards of several searches over their children, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, VERMILLION
from dashboard.charts.theme import alt

_LINES = (BLUE, ORANGE, GREEN, VERMILLION)


def reward_chart(table: pd.DataFrame, value: str, labels: Mapping[str, str]) -> alt.Chart:
    """A line for each search, coloured by its group.

    Parameters
    ----------
    table : DataFrame
        Columns ``group``, ``run``, ``child`` and the one named by `value`.
    value : str
        What is drawn, 0 … 1.
    labels : mapping
        What to call ``child``, ``group`` and the ``value``.
    """
    groups = list(dict.fromkeys(table["group"]))
    return (
        alt.Chart(table)
        .mark_line(strokeWidth=2.2, opacity=0.85)
        .encode(
            x=alt.X(
                "child:Q", title=labels["child"], axis=alt.Axis(format="d", tickCount=4), scale=alt.Scale(nice=False)
            ),
            y=alt.Y(
                f"{value}:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1] if value == "mean" else [0.5, 1], clamp=True),
                axis=alt.Axis(format="%", tickCount=5),
            ),
            color=alt.Color(
                "group:N",
                sort=groups,
                scale=alt.Scale(domain=groups, range=list(_LINES[: len(groups)])),
                legend=alt.Legend(orient="top", title=None, labelLimit=300, columns=2),
            ),
            detail=alt.Detail("run:N"),
            tooltip=[
                alt.Tooltip("group:N", title=labels["group"]),
                alt.Tooltip("child:Q", title=labels["child"]),
                alt.Tooltip(f"{value}:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=360, title=alt.TitleParams(labels["value"], anchor="start", fontSize=15, fontWeight=600))
    )
