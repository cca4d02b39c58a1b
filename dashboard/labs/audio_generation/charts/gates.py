"""One line of a unit over time: the sound, its filter, its gate or their product."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_HEIGHT, _FOOT, _AXIS = 138, 28, 44
"""Pixels: of a chart, of the scale of time under the last one, and of what stands left of each field."""


def gate_chart(table: pd.DataFrame, quantity: str, name: str, cursor: int, time: str, *, last: bool) -> Layers:
    """A line, and a rule at the cursor.

    Parameters
    ----------
    table : DataFrame
        Columns ``time`` and ``value``.
    quantity : str
        ``amplitude``, ``filter``, ``gate`` or ``gated``: gives colour and range.
    name, time : str
        What the line and the axis of time are called.
    cursor : int
        Where the cursor stands.
    last : bool
        Whether it stands lowest, and carries the scale of time.
    """
    at = table["time"].to_numpy()
    ends = [int(at.min()), int(at.max())]
    axis = alt.Axis(format="d", labels=last, ticks=last)
    across = alt.X("time:Q", title=None, axis=axis, scale=alt.Scale(domain=ends, nice=False))
    line = (
        alt.Chart(table)
        .mark_line(color=COLOURS[quantity], strokeWidth=2)
        .encode(
            x=across,
            y=alt.Y(
                "value:Q",
                title=None,
                axis=alt.Axis(values=[-1, 0, 1], format="d", minExtent=_AXIS, maxExtent=_AXIS),
                scale=alt.Scale(domain=[0 if quantity == "gate" else -1, 1]),
            ),
            tooltip=[
                alt.Tooltip("time:Q", title=time, format="d"),
                alt.Tooltip("value:Q", title=name, format=".3f"),
            ],
        )
    )
    rule = alt.Chart(pd.DataFrame({"time": [cursor]})).mark_rule(strokeDash=[5, 4], color="#8A94A0").encode(x=across)
    return (line + rule).properties(height=_HEIGHT + _FOOT * last, title=alt.Title(name, anchor="start", fontSize=14))
