"""Heads in charts: positional encodings, accuracy without a head, by distance, and what reading costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.charts.colours import BLUE, COLOURS, DIVERGING, GREEN, ORANGE, PINK, SKY, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

_LINES = (BLUE, VERMILLION, GREEN, ORANGE, PINK, SKY, "#8A94A0", "#666666")


def encoding_chart(P: np.ndarray, tokens: str, labels: Mapping[str, str]) -> alt.Chart:
    """The positional encodings, a row a position.

    Parameters
    ----------
    P : ndarray, shape (T, H)
        Their numbers.
    tokens : str
        A Vega expression from `dashboard.charts.attention.token_labels`: what the positions are called.
    labels : mapping
        What to call ``position``, ``feature`` and ``value``.
    """
    x = alt.X("column:O", title=labels["feature"], axis=alt.Axis(labels=False, ticks=False), scale=alt.Scale(padding=0))
    return _heat_map(P, x, tokens, labels, float(abs(P).max()) or 1.0)


def likeness_chart(cosines: np.ndarray, tokens: str, labels: Mapping[str, str]) -> alt.Chart:
    """How alike positions are, −1 … 1, shape (T, T) (parameters as of `encoding_chart`)."""
    axis = alt.Axis(labels=False, ticks=False)
    return _heat_map(
        cosines, alt.X("column:O", title=labels["other"], axis=axis, scale=alt.Scale(padding=0)), tokens, labels, 1.0
    )


def _heat_map(values: np.ndarray, x: alt.X, tokens: str, labels: Mapping[str, str], limit: float) -> alt.Chart:
    row, column = (index.ravel() for index in np.indices(values.shape))
    table = pd.DataFrame({"row": row, "column": column, "value": values.ravel()})
    table["size"] = table["value"].abs()
    y = alt.Y(
        "row:O",
        title=labels["position"],
        axis=alt.Axis(labelExpr=tokens, ticks=False, labelFontSize=14, labelOverlap=False),
        scale=alt.Scale(padding=0),
    )
    return (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=x,
            y=y,
            color=alt.ColorValue(DIVERGING[1], condition={"test": "datum.value < 0", "value": DIVERGING[0]}),
            opacity=alt.Opacity("size:Q", scale=alt.Scale(domain=[0, limit], range=[0, 1]), legend=None),
            tooltip=[
                alt.Tooltip("row:Q", title=labels["position"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=max(220, 20 * len(values)))
    )


def silenced_chart(table: pd.DataFrame, untouched: float, labels: Mapping[str, str]) -> Layers:
    """The accuracy without each head, and that of the whole network as a line.

    Parameters
    ----------
    table : DataFrame
        Columns ``head``, ``accuracy`` and ``role``.
    untouched : float
        The accuracy of the whole network.
    labels : mapping
        What to call these columns.
    """
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(table).encode(
        y=alt.Y(
            "head:N", sort=list(table["head"]), title=None, axis=alt.Axis(labelFontSize=14, labelLimit=220, ticks=False)
        )
    )
    x = alt.X("accuracy:Q", title=labels["accuracy"], scale=scale, axis=alt.Axis(format="%", tickCount=5))
    tooltip = [
        alt.Tooltip("head:N", title=labels["head"]),
        alt.Tooltip("accuracy:Q", title=labels["accuracy"], format=".1%"),
        alt.Tooltip("role:N", title=labels["role"]),
    ]
    bars = base.mark_bar(color=COLOURS["context"]).encode(x=x, tooltip=tooltip)
    words = [f"{share:.0%} · {role}" for share, role in zip(table["accuracy"], table["role"], strict=True)]
    told = alt.Chart(table.assign(told=words)).encode(
        y=alt.Y("head:N", sort=list(table["head"])), text=alt.Text("told:N")
    )
    names = told.mark_text(align="left", dx=6, fontSize=14, color="white").encode(x=alt.XValue(0))
    rule = alt.Chart(pd.DataFrame({"accuracy": [untouched]})).mark_rule(color=COLOURS["cell_state"], strokeWidth=2.5)
    return (bars + names + rule.encode(x=alt.X("accuracy:Q", scale=scale))).properties(height=28 * len(table) + 50)


def distance_chart(table: pd.DataFrame, labels: Mapping[str, str], *, height: int = 340) -> Layers:
    """A line per network: the accuracy against the distance of the answer.

    Parameters
    ----------
    table : DataFrame
        Columns ``run``, ``distance``, ``accuracy`` and ``count``.
    labels : mapping
        What to call these columns.
    height : int
        Pixels.
    """
    runs = list(dict.fromkeys(table["run"]))
    base = alt.Chart(table).encode(
        x=alt.X(
            "distance:Q",
            title=labels["distance"],
            axis=alt.Axis(format="d", tickMinStep=1),
            scale=alt.Scale(nice=False, zero=False),
        ),
        y=alt.Y(
            "accuracy:Q",
            title=labels["accuracy"],
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        color=alt.Color(
            "run:N",
            sort=runs,
            scale=alt.Scale(domain=runs, range=list(_LINES[: len(runs)])),
            legend=alt.Legend(orient="top", title=None, labelLimit=600, columns=2),
        ),
        tooltip=[
            alt.Tooltip("run:N", title=labels["run"]),
            alt.Tooltip("distance:Q", title=labels["distance"]),
            alt.Tooltip("accuracy:Q", title=labels["accuracy"], format=".1%"),
            alt.Tooltip("count:Q", title=labels["count"]),
        ],
    )
    lines = base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=45)
    return lines.properties(height=height)


def cost_chart(table: pd.DataFrame, length: int, labels: Mapping[str, str], *, height: int = 300) -> Layers:
    """Multiply-adds against the number of tokens, both on logarithmic axes.

    Parameters
    ----------
    table : DataFrame
        Columns ``network``, ``length`` and ``products``.
    length : int
        Tokens of the sequence in view, marked by a line.
    labels : mapping
        What to call these columns, and the line (``here``).
    height : int
        Pixels.
    """
    networks = list(dict.fromkeys(table["network"]))
    base = alt.Chart(table).encode(
        x=alt.X("length:Q", title=labels["length"], scale=alt.Scale(type="log", base=2), axis=alt.Axis(format="d")),
        y=alt.Y(
            "products:Q", title=labels["products"], scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", tickCount=6)
        ),
        color=alt.Color(
            "network:N",
            sort=networks,
            scale=alt.Scale(domain=networks, range=[BLUE, VERMILLION]),
            legend=alt.Legend(orient="top", title=None),
        ),
        tooltip=[
            alt.Tooltip("network:N", title=labels["network"]),
            alt.Tooltip("length:Q", title=labels["length"]),
            alt.Tooltip("products:Q", title=labels["products"], format=","),
        ],
    )
    here = alt.Chart(pd.DataFrame({"length": [length], "told": [labels["here"]]})).encode(x=alt.X("length:Q"))
    rule = here.mark_rule(color=COLOURS["cell_state"], strokeWidth=2)
    name = here.mark_text(align="left", dx=5, dy=4, baseline="top", color="#888888").encode(
        text=alt.Text("told:N"), y=alt.YValue(0)
    )
    return (base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=45) + rule + name).properties(
        height=height
    )
