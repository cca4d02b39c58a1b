"""Both terms of the loss against the weight of the second, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def weights_chart(table: pd.DataFrame, labels: Mapping[str, str]) -> Layers:
    """A line for each term; the weights stand side by side, whatever lies between them.

    Parameters
    ----------
    table : DataFrame
        Columns ``beta``, ``what`` (what it is called) and ``value``; by growing β.
    labels : mapping
        What to call the columns.
    """
    names = list(dict.fromkeys(table["what"]))
    base = alt.Chart(table).encode(
        x=alt.X("beta:O", title=labels["beta"], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=labels["value"], scale=alt.Scale(type="symlog", constant=5)),
        color=alt.Color(
            "what:N",
            sort=names,
            scale=alt.Scale(domain=names, range=[BLUE, VERMILLION]),
            legend=alt.Legend(orient="top", title=None, labelLimit=400),
        ),
        tooltip=[
            alt.Tooltip("beta:O", title=labels["beta"]),
            alt.Tooltip("what:N", title=labels["what"]),
            alt.Tooltip("value:Q", title=labels["value"], format=".1f"),
        ],
    )
    return (base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=80, opacity=1)).properties(height=280)
