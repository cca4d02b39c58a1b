"""How several networks learn one task: a held-out metric of each over training, under the ceilings of those that know
less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, PINK, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

SERIES = (VERMILLION, ORANGE, PINK, GREEN, BLUE)
"""The colours of the networks, in their order."""

TICKS = (0, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)
"""The training steps that are named: at first, much happens in few."""


def comparison(
    metrics: pd.DataFrame,
    networks: Sequence[str],
    steps: int,
    ceilings: Mapping[str, float],
    labels: Mapping[str, str],
    *,
    height: int = 340,
) -> Layers:
    """Accuracy over training steps, a line for each network, a dashed rule for each ceiling.

    Parameters
    ----------
    metrics : DataFrame
        Columns ``network`` (its name), ``step`` and ``value`` (0 … 1).
    networks : sequence of str
        All names in their order, those too that have nothing to show yet.
    steps : int
        How long each trains.
    ceilings : mapping of str to float
        What no network of a kind can exceed, by what it is called.
    labels : mapping
        What to call ``network``, ``step`` and ``value``.
    height : int
        Pixels.
    """
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(grid=False, values=TICKS),
        scale=alt.Scale(type="symlog", constant=10, nice=False, domain=[0, steps]),
    )
    y = alt.Y("value:Q", title=labels["value"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
    colour = alt.Color(
        "network:N",
        scale=alt.Scale(domain=list(networks), range=SERIES[: len(networks)]),
        legend=alt.Legend(orient="top", title=None, labelFontSize=14, symbolStrokeWidth=4, labelLimit=280),
    )
    lines = (
        alt.Chart(metrics)
        .mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=30))
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[
                alt.Tooltip("network:N", title=labels["network"]),
                alt.Tooltip("step:Q", title=labels["step"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".1%"),
            ],
        )
    )
    known = pd.DataFrame([{"what": f"{name} {value:.0%}", "value": value} for name, value in ceilings.items()])
    rules = alt.Chart(known).mark_rule(strokeDash=[6, 4], strokeWidth=1.5, color="#8A94A0").encode(y=y)
    names = (
        alt.Chart(known)
        .mark_text(align="left", dx=4, dy=-8, fontSize=14, color="#8A94A0")
        .encode(x=alt.XValue(0), y=y, text=alt.Text("what:N"))
    )
    return (rules + names + lines).properties(height=height)
