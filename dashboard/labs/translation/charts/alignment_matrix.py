"""A small matrix of target tokens against source tokens, with some cells framed: for comparing two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.attention import token_labels
from dashboard.charts.colours import COLOURS, DIVERGING
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

SLACK = 1e-4
"""By which rounded shares may miss 0 and 1."""


def matrix_chart(
    values: np.ndarray,
    source: Sequence[str],
    target: Sequence[str],
    labels: Mapping[str, str],
    *,
    colour: str = COLOURS["alignment"],
    framed: np.ndarray | None = None,
    ringed: np.ndarray | None = None,
    row_height: int = 24,
) -> Layers:
    """The fuller the colour, the larger the value; of weights that are no shares, both ways from 0.

    Parameters
    ----------
    values : ndarray, shape (target, source)
        Shares from 0 to 1; or any numbers (attention without softmax).
    source, target : sequence of str
        The tokens.
    labels : mapping
        What to call ``source``, ``target`` and ``value``.
    colour : str
        That of 1, of shares.
    framed, ringed : ndarray of bool, shape (target, source), optional
        Cells with the thin frame of the true alignment; cells with the strong ring of what the text speaks of.
    row_height : int
        Pixels.
    """
    T, S = values.shape
    i, j = np.divmod(np.arange(T * S), S)
    blank = np.zeros(values.shape, dtype=bool)
    table = pd.DataFrame(
        {
            "i": i,
            "j": j,
            "target": [target[k] for k in i],
            "source": [source[k] for k in j],
            "value": np.asarray(values, dtype=float).ravel(),
            "size": np.abs(np.asarray(values, dtype=float)).ravel(),
            "framed": (blank if framed is None else framed.astype(bool)).ravel(),
            "ringed": (blank if ringed is None else ringed.astype(bool)).ravel(),
        }
    )
    x = alt.X(
        "j:O",
        title=labels["source"],
        axis=alt.Axis(
            labelExpr=token_labels(source),
            labelAngle=0,
            labelFontSize=14,
            orient="top",
            ticks=False,
            labelOverlap=False,
        ),
    )
    y = alt.Y(
        "i:O",
        title=labels["target"],
        axis=alt.Axis(labelExpr=token_labels(target), labelFontSize=14, ticks=False, labelOverlap=False),
    )
    base = alt.Chart(table).encode(x=x, y=y)
    reach = float(np.abs(values).max(initial=1))
    shares = reach <= 1 + SLACK and float(np.min(values, initial=0)) >= -SLACK
    cells = base.mark_rect(color=colour, stroke="#88888844", strokeWidth=0.5).encode(
        fillOpacity=alt.FillOpacity(
            f"{'value' if shares else 'size'}:Q", scale=alt.Scale(domain=[0, reach], range=[0, 1]), legend=None
        ),
        tooltip=[alt.Tooltip(f"{name}:N", title=labels[name]) for name in ("target", "source")]
        + [alt.Tooltip("value:Q", title=labels["value"], format=".3f")],
    )
    if not shares:
        sign = alt.ColorValue(DIVERGING[1], condition={"test": "datum.value < 0", "value": DIVERGING[0]})
        cells = cells.encode(color=sign)
    frames = base.transform_filter("datum.framed").mark_rect(
        fillOpacity=0, stroke=COLOURS["gold_alignment"], strokeWidth=2
    )
    rings = base.transform_filter("datum.ringed").mark_point(
        filled=False, size=260, strokeWidth=3, color=COLOURS["forget_gate"]
    )
    return (cells + frames + rings).properties(height=row_height * T + 80)
