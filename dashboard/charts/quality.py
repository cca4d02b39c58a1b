"""How painted pictures become better with training: each figure over steps, and that of real pictures as the line to reach."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.training import SERIES


def quality_chart(
    figures: pd.DataFrame, real: float, step: int, labels: Mapping[str, str], *, height: int = 150
) -> alt.LayerChart:
    """One figure of painted pictures over training; dashed, the same of real pictures.

    Parameters
    ----------
    figures : DataFrame
        Columns ``step`` and ``value``.
    real : float
        The figure of real pictures.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step``, ``value`` and ``real``.
    height : int
        Pixels.
    """
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(tickCount=4, format="~s", grid=False),
        scale=alt.Scale(nice=False, zero=True),
    )
    y = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True))
    line = alt.Chart(figures).mark_line(strokeWidth=2, color=SERIES[0], point=alt.OverlayMarkDef(size=24, color=SERIES[0])).encode(
        x=x, y=y, tooltip=[alt.Tooltip("step:Q", title=labels["step"]), alt.Tooltip("value:Q", title=labels["value"], format=".3f")],
    )  # fmt: skip
    table = pd.DataFrame({"value": [real], "name": [labels["real"]]})
    goal = alt.Chart(table).mark_rule(strokeDash=[6, 4], strokeWidth=1.5, color=SERIES[1]).encode(y="value:Q")
    named = alt.Chart(table).mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=SERIES[1], fontSize=12).encode(y="value:Q", x=alt.value(0), text="name:N")  # fmt: skip
    here = alt.Chart(pd.DataFrame({"step": [step]})).mark_rule(color=COLOURS["cell_state"], strokeWidth=2).encode(x="step:Q")  # fmt: skip
    title = alt.TitleParams(labels["value"], anchor="start", fontSize=13, fontWeight=600, offset=6)
    return (goal + named + line + here).properties(height=height, title=title)
