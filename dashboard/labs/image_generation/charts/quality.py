"""How painted pictures become better with training: each metric over steps, and that of real pictures as the line to
reach.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt
from dashboard.charts.training import SERIES, SHORT


def quality_chart(
    metrics: pd.DataFrame, real: float, step: int, labels: Mapping[str, str], *, share: bool, height: int = 210
) -> Layers:
    """One metric of painted pictures over training; dashed, the same of real pictures.

    Parameters
    ----------
    metrics : DataFrame
        Columns ``step`` and ``value``.
    real : float
        The metric of real pictures.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step``, ``value`` and ``real``.
    share : bool
        Whether the metric is a share, so that its axis goes from 0 to 100 %.
    height : int
        Pixels.
    """
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(tickCount=4, labelExpr=SHORT, grid=False),
        scale=alt.Scale(nice=False, zero=True),
    )
    axis = alt.Axis(tickCount=4, format=".0%") if share else alt.Axis(tickCount=4)
    y = alt.Y("value:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, 1]) if share else alt.Scale(zero=True))
    points = alt.OverlayMarkDef(size=24, color=SERIES[0])
    line = (
        alt.Chart(metrics)
        .mark_line(strokeWidth=2, color=SERIES[0], point=points)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("step:Q", title=labels["step"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
    )
    table = alt.Chart(pd.DataFrame({"value": [real], "name": [labels["real"]]})).encode(y=alt.Y("value:Q"))
    goal = table.mark_rule(strokeDash=[6, 4], strokeWidth=1.5, color=SERIES[1])
    place = {
        "align": "right",
        "baseline": "top" if share and real > 0.5 else "bottom",
        "dx": -8,
        "dy": 5 if share and real > 0.5 else -4,
    }
    named = table.mark_text(**place, color=SERIES[1], fontSize=14).encode(
        x=alt.XValue("width"), text=alt.Text("name:N")
    )
    here = (
        alt.Chart(pd.DataFrame({"step": [step]}))
        .mark_rule(color=COLOURS["cell_state"], strokeWidth=2)
        .encode(x=alt.X("step:Q"))
    )
    title = alt.TitleParams(labels["value"], anchor="start", fontSize=14, fontWeight=600, offset=6)
    return (line + goal + named + here).properties(height=height, title=title)
