"""A critic's estimate and the true distance over training, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, ORANGE, PINK
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_COLOURS = (ORANGE, BLUE, PINK)


def meaning_chart(table: pd.DataFrame, step: int, labels: Mapping[str, str]) -> Layers:
    """A line for each way to measure, and a rule at the step in view.

    Parameters
    ----------
    table : DataFrame
        Columns ``step``, ``line`` (what it is called) and ``value``.
    step : int
        The training step in view.
    labels : mapping
        What to call ``step`` and ``value``.
    """
    names = list(dict.fromkeys(table["line"]))
    lines = alt.Chart(table).encode(
        x=alt.X("step:Q", title=labels["step"], scale=alt.Scale(nice=False)),
        y=alt.Y("value:Q", title=labels["value"]),
        color=alt.Color(
            "line:N",
            sort=names,
            scale=alt.Scale(domain=names, range=list(_COLOURS[: len(names)])),
            legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=1),
        ),
        tooltip=[
            alt.Tooltip("line:N", title=labels["value"]),
            alt.Tooltip("step:Q", title=labels["step"], format="d"),
            alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
        ],
    )
    rule = (
        alt.Chart(pd.DataFrame({"step": [step]}))
        .mark_rule(strokeDash=[6, 5], strokeWidth=1.5, color="#8A94A0")
        .encode(x=alt.X("step:Q"))
    )
    return (lines.mark_line(strokeWidth=2.5) + lines.mark_point(filled=True, size=50) + rule).properties(height=340)
