"""A unit over time: the sound, its filter, its gate and their product, above each other."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.theme import alt

_HEIGHT = 92  # pixels of each line's field


def gates_chart(table: pd.DataFrame, names: Sequence[str], cursor: int, time: str) -> alt.VConcatChart:
    """One field for each line, on a shared axis of time.

    Parameters
    ----------
    table : DataFrame
        Columns ``time``, ``line`` (what it is called) and ``value``.
    names : sequence of str
        The lines from above: sound, filter, gate, product.
    cursor : int
        Where the cursor stands.
    time : str
        What the axis is called.
    """
    colours = [COLOURS[name] for name in ("amplitude", "filter", "gate", "gated")]
    rule = alt.Chart(pd.DataFrame({"time": [cursor]})).mark_rule(strokeDash=[5, 4], color="#8A94A0")
    fields = []
    for place, (name, colour) in enumerate(zip(names, colours, strict=True)):
        last = place == len(names) - 1
        axis = alt.Axis(title=time if last else None, labels=last, format="d")
        lines = (
            alt.Chart(table[table["line"] == name])
            .mark_line(color=colour, strokeWidth=2)
            .encode(
                x=alt.X("time:Q", axis=axis, scale=alt.Scale(nice=False, zero=False)),
                y=alt.Y(
                    "value:Q",
                    title=None,
                    axis=alt.Axis(tickCount=3),
                    scale=alt.Scale(domain=[0, 1] if place == 2 else [-1, 1]),
                ),
                tooltip=[
                    alt.Tooltip("time:Q", title=time, format="d"),
                    alt.Tooltip("value:Q", title=name, format=".3f"),
                ],
            )
        )
        fields.append(
            (lines + rule.encode(x="time:Q")).properties(
                height=_HEIGHT, title=alt.Title(name, anchor="start", fontSize=14)
            )
        )
    return alt.vconcat(*fields, spacing=6).resolve_scale(x="shared")
