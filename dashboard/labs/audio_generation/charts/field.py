"""How much a prediction depends on each sample before it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def field_chart(table: pd.DataFrame, reach: int, labels: Mapping[str, str]) -> Layers:
    """Bars of the gradient on a logarithmic axis, the newest sample on the right, and a rule at the edge of the field.

    Parameters
    ----------
    table : DataFrame
        Columns ``ago``, in samples, and ``gradient``; where it is 0, no bar is drawn.
    reach : int
        Samples in the field.
    labels : mapping
        What to call ``ago`` and ``gradient``.
    """
    seen = table[table["gradient"] > 0].assign(start=lambda of: of["ago"] - 0.45, end=lambda of: of["ago"] + 0.45)
    least = float(seen["gradient"].to_numpy().min()) / 2 if len(seen) else 0.1
    across = alt.Scale(domain=[int(table["ago"].to_numpy().max()) + 1, 0], nice=False)
    bars = (
        alt.Chart(seen.assign(least=least))
        .mark_rect(color=BLUE)
        .encode(
            x=alt.X("start:Q", title=labels["ago"], scale=across),
            x2=alt.X2("end:Q"),
            y=alt.Y("gradient:Q", title=labels["gradient"], scale=alt.Scale(type="log"), axis=alt.Axis(format=".0e")),
            y2=alt.Y2("least:Q"),
            tooltip=[
                alt.Tooltip("ago:Q", title=labels["ago"], format="d"),
                alt.Tooltip("gradient:Q", title=labels["gradient"], format=".2e"),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"ago": [reach + 0.5]}))
        .mark_rule(strokeDash=[6, 5], strokeWidth=1.5, color="#8A94A0")
        .encode(x=alt.X("ago:Q", scale=across))
    )
    return (bars + rule).properties(height=280)
