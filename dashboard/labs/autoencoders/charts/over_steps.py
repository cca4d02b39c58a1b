"""A quantity over the steps of several trainings, on a scale of equal factors, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_COLOURS = (BLUE, VERMILLION, GREEN)


def over_steps(table: pd.DataFrame, step: int, labels: Mapping[str, str]) -> Layers:
    """A line for each run, and a rule at the step in view.

    Parameters
    ----------
    table : DataFrame
        Columns ``run``, ``step`` and ``value``, above 0.
    step : int
        The training step in view.
    labels : mapping
        What to call the columns.
    """
    runs = list(dict.fromkeys(table["run"]))
    lines = (
        alt.Chart(table)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("step:Q", title=labels["step"], scale=alt.Scale(nice=False)),
            y=alt.Y("value:Q", title=labels["value"], scale=alt.Scale(type="log")),
            color=alt.Color(
                "run:N",
                sort=runs,
                scale=alt.Scale(domain=runs, range=list(_COLOURS[: len(runs)])),
                legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=1),
            ),
            tooltip=[
                alt.Tooltip("run:N", title=labels["run"]),
                alt.Tooltip("step:Q", title=labels["step"], format="d"),
                alt.Tooltip("value:Q", title=labels["value"], format=".3g"),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"step": [step]}))
        .mark_rule(strokeDash=[6, 5], strokeWidth=1.5, color="#8A94A0")
        .encode(x=alt.X("step:Q"))
    )
    return (lines + rule).properties(height=320)
