"""Numbers over the time of a sound: scores, weights and features of a source position, each as wide as the sound that
it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.attention import token_labels
from dashboard.charts.colours import COLOURS, DIVERGING
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_MARGIN = 46  # pixels of the axis left of every picture, so that their seconds stand above one another


def over_time(
    values: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    name: str,
    labels: Mapping[str, str],
    *,
    chosen: int | None = None,
    gold: tuple[float, float] | None = None,
    beside: np.ndarray | None = None,
    domain: tuple[float, float] | None = None,
    height: int = 150,
) -> Layers:
    """A bar a source position, as wide as its stretch of sound.

    Parameters
    ----------
    values : ndarray, shape (S,)
        A score or a weight for each.
    start, end : ndarray, shape (S,)
        The stretches, in seconds.
    name : str
        The quantity of `core.trace.schema.QUANTITIES`, which gives the colour.
    labels : mapping
        What to call ``value``, ``seconds`` and, where they are drawn, ``gold`` and ``beside``.
    chosen : int, optional
        The position that is told in full colour, with its number.
    gold : tuple of float, optional
        From where to where the token is spoken, in seconds.
    beside : ndarray, shape (S,), optional
        The same quantity in another case, as a line.
    domain : tuple of float, optional
        The ends of the scale.
    height : int
        Pixels.
    """
    table = pd.DataFrame({"start": start, "end": end, "value": values, "zero": 0.0})
    table["shade"] = np.where(np.arange(len(table)) == chosen, 1.0, 0.55)
    extent = [float(start[0]), float(end[-1])]
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale(zero=True)
    x = alt.X("start:Q", title=labels["seconds"], scale=alt.Scale(domain=extent, nice=False), axis=alt.Axis(grid=False))
    axis = alt.Axis(minExtent=_MARGIN, maxExtent=_MARGIN, tickCount=4)
    tips = [
        alt.Tooltip("start:Q", title=labels["seconds"], format=".2f"),
        alt.Tooltip("value:Q", title=labels["value"], format=".4f"),
    ]
    base = alt.Chart(table).encode(x=x)
    bars = base.mark_bar(color=COLOURS[name]).encode(
        x2=alt.X2("end:Q"),
        y=alt.Y("value:Q", title=labels["value"], scale=scale, axis=axis),
        y2=alt.Y2("zero:Q"),
        opacity=alt.Opacity("shade:Q", scale=None, legend=None),
        tooltip=tips,
    )
    layers = [bars]
    if gold is not None:
        band = pd.DataFrame({"from": [gold[0]], "to": [gold[1]], "told": [labels["gold"]]})
        layers.insert(
            0,
            alt.Chart(band)
            .mark_rect(color=COLOURS["gold_alignment"], opacity=0.3)
            .encode(
                x=alt.X("from:Q", scale=alt.Scale(domain=extent)),
                x2=alt.X2("to:Q"),
                tooltip=alt.Tooltip("told:N", title=""),
            ),
        )
    if beside is not None:
        line = pd.DataFrame({"seconds": (start + end) / 2, "value": beside, "told": labels["beside"]})
        layers.append(
            alt.Chart(line)
            .mark_line(color="#888888", strokeWidth=2, strokeDash=[5, 3])
            .encode(
                x=alt.X("seconds:Q"),
                y=alt.Y("value:Q"),
                tooltip=[alt.Tooltip("told:N", title=""), alt.Tooltip("value:Q", format=".4f")],
            )
        )
    return alt.layer(*layers).properties(height=height)


def strips_over_time(
    rows: np.ndarray, start: np.ndarray, end: np.ndarray, labels: Mapping[str, str], *, height: int = 16
) -> alt.Chart:
    """Several quantities of each source position, a strip of coloured cells each, on one scale around 0.

    Parameters
    ----------
    rows : ndarray, shape (K, S)
        The numbers.
    start, end : ndarray, shape (S,)
        The stretches of the positions, in seconds.
    labels : mapping
        What to call a ``row``, ``value`` and ``seconds``.
    height : int
        Pixels a strip.
    """
    K, S = rows.shape
    row, position = np.divmod(np.arange(K * S), S)
    table = pd.DataFrame({"row": row + 1, "start": start[position], "end": end[position], "value": rows.ravel()})
    table["size"] = table["value"].abs()
    limit = float(table["size"].to_numpy().max()) or 1.0
    axis = alt.Axis(minExtent=_MARGIN, maxExtent=_MARGIN, ticks=False, domain=False, labelOverlap=True)
    scale = alt.Scale(domain=[float(start[0]), float(end[-1])], nice=False)
    return (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("start:Q", title=labels["seconds"], scale=scale, axis=alt.Axis(grid=False)),
            x2=alt.X2("end:Q"),
            y=alt.Y("row:O", title=labels["row"], axis=axis, scale=alt.Scale(paddingInner=0.12)),
            color=alt.ColorValue(DIVERGING[1], condition={"test": "datum.value < 0", "value": DIVERGING[0]}),
            opacity=alt.Opacity("size:Q", scale=alt.Scale(domain=[0, limit], range=[0, 1]), legend=None),
            tooltip=[
                alt.Tooltip("row:O", title=labels["row"]),
                alt.Tooltip("start:Q", title=labels["seconds"], format=".2f"),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=height * K + 40)
    )


def rows_over_time(
    weights: np.ndarray, start: np.ndarray, end: np.ndarray, tokens: Sequence[str], labels: Mapping[str, str]
) -> alt.Chart:
    """An alignment over seconds, a row an output token: the fuller the colour, the more attention.

    Parameters
    ----------
    weights : ndarray, shape (T, S)
        The alignment.
    start, end : ndarray, shape (S,)
        The stretches of the positions, in seconds.
    tokens : sequence of str
        The T output tokens.
    labels : mapping
        What to call ``target``, ``value`` and ``seconds``.
    """
    target, source = np.nonzero(weights > 0.004)
    table = pd.DataFrame({"row": target, "start": start[source], "end": end[source], "value": weights[target, source]})
    y_axis = alt.Axis(
        labelExpr=token_labels(tokens),
        labelFontSize=14,
        labelOverlap=False,
        minExtent=_MARGIN,
        maxExtent=_MARGIN,
        ticks=False,
    )
    x_scale = alt.Scale(domain=[float(start[0]), float(end[-1])], nice=False)
    top = max(0.3, float(weights.max()))
    return (
        alt.Chart(table)
        .mark_rect(color=COLOURS["alignment"])
        .encode(
            x=alt.X("start:Q", title=labels["seconds"], scale=x_scale, axis=alt.Axis(grid=False)),
            x2=alt.X2("end:Q"),
            y=alt.Y("row:O", title=labels["target"], axis=y_axis, scale=alt.Scale(domain=list(range(len(tokens))))),
            fillOpacity=alt.FillOpacity("value:Q", scale=alt.Scale(domain=[0, top], range=[0, 1]), legend=None),
            tooltip=[
                alt.Tooltip("start:Q", title=labels["seconds"], format=".2f"),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=20 * len(tokens) + 50)
    )
