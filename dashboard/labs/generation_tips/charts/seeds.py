"""How networks did over their trainings, with a remedy and without, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def seeds_chart(table: pd.DataFrame, names: Mapping[str, str], labels: Mapping[str, str]) -> Layers:
    """A thin line for each training, and a thick one for their mean, of each kind.

    Parameters
    ----------
    table : DataFrame
        Columns ``kind`` (``without`` or ``with``), ``run``, ``step`` and ``value`` (0 … 1).
    names : mapping
        What to call the kinds.
    labels : mapping
        What to call ``step``, ``value`` and ``run``.
    """
    named = table.assign(kind=[names[kind] for kind in table["kind"]], line=table["run"] + table["kind"])
    colour = alt.Color(
        "kind:N",
        sort=list(names.values()),
        scale=alt.Scale(domain=list(names.values()), range=[VERMILLION, BLUE]),
        legend=alt.Legend(orient="top", title=None, labelLimit=400),
    )
    x = alt.X("step:Q", title=labels["step"], axis=alt.Axis(format="d"))
    y = alt.Y("value:Q", title=labels["value"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    tooltip = [
        alt.Tooltip("run:N", title=labels["run"]),
        alt.Tooltip("step:Q", title=labels["step"]),
        alt.Tooltip("value:Q", title=labels["value"], format=".1%"),
    ]
    each = alt.Chart(named).encode(x=x, y=y, color=colour, detail=alt.Detail("line:N"), tooltip=tooltip)
    ends = named[named["step"] == named["step"].max()]
    return (
        each.mark_line(strokeWidth=2, opacity=0.75)
        + each.mark_point(filled=True, size=30)
        + alt.Chart(ends).mark_point(filled=True, size=110).encode(x=x, y=y, color=colour, tooltip=tooltip)
    ).properties(height=280)
