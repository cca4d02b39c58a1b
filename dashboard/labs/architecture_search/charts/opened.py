"""A child from inside, as charts: loss, mistakes, layers, hidden states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.colours import BLUE, COLOURS, DIVERGING, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

HEIGHT = 280


def loss_chart(table: pd.DataFrame, labels: Mapping[str, str]) -> alt.Chart:
    """The loss of a child over its training: columns ``step`` and ``loss``."""
    return (
        alt.Chart(table)
        .mark_line(color=VERMILLION, strokeWidth=2)
        .encode(
            x=alt.X("step:Q", title=labels["step"], axis=alt.Axis(tickCount=4, format="d")),
            y=alt.Y("loss:Q", title=labels["loss"], axis=alt.Axis(tickCount=4)),
            tooltip=[alt.Tooltip("step:Q", title=labels["step"]), alt.Tooltip("loss:Q", title=labels["loss"])],
        )
        .properties(height=HEIGHT)
    )


def confusion_chart(counts: np.ndarray, labels: Mapping[str, str]) -> Layers:
    """How many examples of each class (rows) are taken for which (columns)."""
    shares = counts / np.maximum(1, counts.sum(1, keepdims=True))  # (C, C)
    rows = [
        {
            "truth": truth,
            "said": said,
            "count": int(counts[truth, said]),
            "share": float(shares[truth, said]),
            "ink": "#ffffff" if shares[truth, said] > 0.5 else "#8A94A0",
        }
        for truth, said in np.ndindex(*counts.shape)
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("said:O", title=labels["said"], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("truth:O", title=labels["truth"]),
        tooltip=[alt.Tooltip(f"{name}:Q", title=labels[name], format="d") for name in ("truth", "said", "count")],
    )
    colour = alt.Color("share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["transparent", BLUE]))
    cells = base.mark_rect(stroke="#8A94A0", strokeWidth=0.3).encode(color=colour)
    numbers = base.transform_filter("datum.count > 0").mark_text(fontSize=12)
    numbers = numbers.encode(text=alt.Text("count:Q"), color=alt.Color("ink:N", scale=None, legend=None))
    return (cells + numbers).properties(height=HEIGHT).resolve_scale(color="independent")


def picture_chart(pixels: np.ndarray) -> alt.Chart:
    """A picture of 8 × 8 pixels, 0 … 1."""
    rows = [{"x": x, "y": y, "ink": float(pixels[y, x])} for y, x in np.ndindex(*pixels.shape)]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X("x:O", axis=None, scale=alt.Scale(padding=0)),
            y=alt.Y("y:O", axis=None, scale=alt.Scale(padding=0)),
            color=alt.Color("ink:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#101418", "#ffffff"])),
        )
        .properties(width=104, height=104)
    )


def layers_chart(values: Sequence[np.ndarray], labels: Mapping[str, str]) -> alt.Chart:
    """The values of every layer, one row each; those of the last are probabilities of the ten digits."""
    rows = [
        {
            "layer": "p" if at == len(values) - 1 else str(at + 1),
            "unit": unit,
            "place": (unit + 0.5) / len(layer),
            "begin": unit / len(layer),
            "end": (unit + 1) / len(layer),
            "value": float(value),
            "shade": _shade(float(value / max(1e-9, abs(layer).max()))),
        }
        for at, layer in enumerate(values)
        for unit, value in enumerate(layer)
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(stroke="#8A94A0", strokeWidth=0.3)
        .encode(
            x=alt.X("begin:Q", title=labels["unit"], axis=alt.Axis(labels=False, ticks=False, grid=False)),
            x2=alt.X2("end:Q"),
            y=alt.Y("layer:N", title=labels["layer"], sort=None),
            color=alt.Color("shade:N", legend=None, scale=None),
            tooltip=[
                alt.Tooltip("layer:N", title=labels["layer"]),
                alt.Tooltip("unit:Q", title=labels["unit"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
        .properties(height=HEIGHT - 40)
    )


def states_chart(
    symbols: Sequence[str], states: np.ndarray, p: np.ndarray, labels: Mapping[str, str]
) -> alt.VConcatChart:
    """Hidden states (T, width) over the symbols, and below them the probabilities (T, 8) of the answers."""
    upper = _over_time(symbols, states, "unit", labels).encode(color=alt.Color("shade:N", legend=None, scale=None))
    lower = _over_time(symbols, p, "answer", labels).encode(
        color=alt.Color(
            "value:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["transparent", COLOURS["probability"]])
        )
    )
    return alt.vconcat(upper.properties(height=150), lower.properties(height=110)).resolve_scale(
        color="independent", x="shared"
    )


def _over_time(symbols: Sequence[str], values: np.ndarray, row: str, labels: Mapping[str, str]) -> alt.Chart:
    names = [f"{at + 1}: {symbol}" for at, symbol in enumerate(symbols)]
    rows: list[dict[str, Any]] = [
        {"time": names[at], row: unit, "value": float(values[at, unit]), "shade": _shade(float(values[at, unit]))}
        for at, unit in np.ndindex(*values.shape)
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X(
                "time:N",
                title=labels["time"],
                sort=names,
                axis=alt.Axis(labelAngle=0, labelExpr="slice(datum.label, -1)"),
            ),
            y=alt.Y(f"{row}:O", title=labels[row], axis=alt.Axis(labels=row == "answer", ticks=False)),
            tooltip=[
                alt.Tooltip("time:N", title=labels["time"]),
                alt.Tooltip(f"{row}:O", title=labels[row]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
    )


def _shade(value: float) -> str:
    """The colour of a value, −1 … 1: white at 0."""
    end = DIVERGING[value > 0].removeprefix("#")
    share = min(1.0, abs(value))
    return "#" + "".join(f"{round(255 + share * (int(end[k : k + 2], 16) - 255)):02x}" for k in (0, 2, 4))
