"""What a sample costs over training, beside the baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, ORANGE, PINK
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def bits_chart(table: pd.DataFrame, names: Sequence[str], step: int, labels: Mapping[str, str]) -> Layers:
    """A line for each, and a rule at the step in view.

    Parameters
    ----------
    table : DataFrame
        Columns ``step``, ``line`` (what it is called) and ``value``, in bits.
    names : sequence of str
        The three lines: by frequency, the chain, the network.
    step : int
        The training step in view.
    labels : mapping
        What to call ``step`` and ``value``.
    """
    lines = alt.Chart(table).encode(
        x=alt.X("step:Q", title=labels["step"], scale=alt.Scale(nice=False, type="symlog", constant=20)),
        y=alt.Y("value:Q", title=labels["value"], scale=alt.Scale(zero=True)),
        color=alt.Color(
            "line:N",
            sort=list(names),
            scale=alt.Scale(domain=list(names), range=[PINK, ORANGE, BLUE]),
            legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=3),
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
    return (lines.mark_line(strokeWidth=2.5) + lines.mark_point(filled=True, size=50) + rule).properties(height=380)
