"""Accuracy against the number of points, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, PINK, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_LINES = (BLUE, VERMILLION, GREEN, PINK)


def accuracy_chart(table: pd.DataFrame, trained: int, most: str, labels: Mapping[str, str]) -> Layers:
    """A line per network.

    Parameters
    ----------
    table : DataFrame
        Columns ``run``, ``points`` and ``accuracy``.
    trained : int
        Points of the largest set of the training: a vertical line.
    most : str
        What that line is called.
    labels : mapping
        What to call the columns.
    """
    runs = list(dict.fromkeys(table["run"]))
    x = alt.X(
        "points:Q",
        title=labels["points"],
        axis=alt.Axis(format="d", tickMinStep=1),
        scale=alt.Scale(nice=False, zero=False),
    )
    lines = alt.Chart(table).encode(
        x=x,
        y=alt.Y(
            "accuracy:Q",
            title=labels["accuracy"],
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        color=alt.Color(
            "run:N",
            sort=runs,
            scale=alt.Scale(domain=runs, range=list(_LINES[: len(runs)])),
            legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=2),
        ),
        tooltip=[
            alt.Tooltip("run:N", title=labels["run"]),
            alt.Tooltip("points:Q", title=labels["points"]),
            alt.Tooltip("accuracy:Q", title=labels["accuracy"], format=".1%"),
        ],
    )
    border = alt.Chart(pd.DataFrame({"points": [trained + 0.5], "told": [most]}))
    rule = border.mark_rule(strokeDash=[6, 5], strokeWidth=2, color="#8A94A0").encode(x=alt.X("points:Q"))
    word = border.mark_text(align="left", dx=8, y=10, fontSize=14, color="#8A94A0").encode(
        x=alt.X("points:Q"), text=alt.Text("told:N")
    )
    return (lines.mark_line(strokeWidth=2.5) + lines.mark_point(filled=True, size=60) + rule + word).properties(
        height=340
    )
