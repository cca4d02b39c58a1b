"""How the networks of a tournament learnt: a small picture for each cell, best cell first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE
from dashboard.charts.theme import alt
from dashboard.charts.training import SHORT

GREY = "#8A94A0"


def small_multiples(
    curves: pd.DataFrame,
    order: Sequence[str],
    reference: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    columns: int = 4,
    width: int = 180,
) -> alt.FacetChart:
    """Held-out accuracy over training steps: a panel a cell, a line a seed, the reference's mean in grey behind.

    Parameters
    ----------
    curves : DataFrame
        Columns ``cell`` (its name), ``seed``, ``step`` and ``accuracy`` (0 … 1).
    order : sequence of str
        The names of the cells in the order of their panels.
    reference : DataFrame
        Columns ``step`` and ``accuracy``: drawn in every panel; may be empty.
    labels : mapping
        What to call ``step``, ``accuracy`` and ``seed``.
    columns, width : int
        Panels in a row, and pixels of each.
    """
    repeated = reference.merge(pd.DataFrame({"cell": list(order)}), how="cross").assign(seed=-1)
    table = pd.concat([curves, repeated], ignore_index=True)
    ours = alt.datum.seed >= 0
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(grid=False, tickCount=3, labelExpr=SHORT),
        scale=alt.Scale(nice=False),
    )
    y = alt.Y(
        "accuracy:Q", title=labels["accuracy"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=3)
    )
    base = alt.Chart(table).encode(x=x, y=y)
    behind = base.transform_filter(~ours).mark_line(strokeWidth=2, color=GREY, opacity=0.7)
    lines = (
        base.transform_filter(ours)
        .mark_line(strokeWidth=2, color=BLUE, opacity=0.8)
        .encode(
            detail=alt.Detail("seed:N"),
            tooltip=[
                alt.Tooltip("cell:N", title=" "),
                alt.Tooltip("seed:Q", title=labels["seed"]),
                alt.Tooltip("step:Q", title=labels["step"]),
                alt.Tooltip("accuracy:Q", title=labels["accuracy"], format=".1%"),
            ],
        )
    )
    header = alt.Header(title=None, labelFontSize=14, labelFontWeight=600, labelLimit=width)
    return (
        alt.layer(behind, lines)
        .properties(width=width, height=110)
        .facet(facet=alt.Facet("cell:N", sort=list(order), header=header), columns=columns)
    )
