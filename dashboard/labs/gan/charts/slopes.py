"""Shares of something over its values, one line of steps per run, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_COLOURS = (BLUE, VERMILLION, GREEN)


def shares_chart(
    table: pd.DataFrame, labels: Mapping[str, str], *, mark: float | None = None, log: bool = False
) -> Layers:
    """A histogram for each run, as an outline.

    Parameters
    ----------
    table : DataFrame
        Columns ``run``, ``value`` (the middle of a bar) and ``share`` (0 … 1).
    labels : mapping
        What to call the columns.
    mark : float, optional
        A value to which a rule points.
    log : bool
        Whether equal steps of the axis are equal factors.
    """
    runs = list(dict.fromkeys(table["run"]))
    scale = alt.Scale(nice=False, type="log" if log else "linear")
    outlines = (
        alt.Chart(table)
        .mark_area(interpolate="step", line={"strokeWidth": 2}, fillOpacity=0.2)
        .encode(
            x=alt.X("value:Q", title=labels["value"], scale=scale),
            y=alt.Y("share:Q", title=labels["share"], stack=None, axis=alt.Axis(format="%", tickCount=4)),
            color=alt.Color(
                "run:N",
                sort=runs,
                scale=alt.Scale(domain=runs, range=list(_COLOURS[: len(runs)])),
                legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=1),
            ),
            tooltip=[
                alt.Tooltip("run:N", title=labels["run"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3g"),
                alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"value": [] if mark is None else [mark]}))
        .mark_rule(strokeDash=[6, 5], strokeWidth=1.5, color="#8A94A0")
        .encode(x=alt.X("value:Q"))
    )
    return (outlines + rule).properties(height=290)
