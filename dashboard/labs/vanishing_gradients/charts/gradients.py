"""How far back an error reaches, and how far a memory does: gradient norms over time, accuracy over length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

CELL_COLOURS = {"elman": VERMILLION, "gru": GREEN, "lstm": BLUE}
"""The colour of each of the three cells that are compared."""

FLOOR, CEILING = 1e-12, 1e2
"""The gradient norms between which a picture is drawn: what leaves it has vanished, or exploded."""


def gradient_norms(
    norms: pd.DataFrame, length: int, labels: Mapping[str, str], names: Mapping[str, str], *, height: int = 360
) -> Layers:
    """Gradient norms against t, a line for each cell, logarithmic; dashed for the cell state of an LSTM.

    Parameters
    ----------
    norms : DataFrame
        Columns ``cell`` (key), ``state`` (``hidden_state`` or ``cell_state``), ``time`` and ``norm``.
    length : int
        T, the last time.
    labels : mapping
        What to call ``time``, ``norm``, ``vanished`` and the two states.
    names : mapping
        What to call each cell.
    height : int
        Pixels.
    """
    rows = norms[norms["norm"] > 0].assign(
        name=lambda table: table["cell"].map(names), what=lambda table: table["state"].map(labels)
    )
    x = alt.X(
        "time:Q",
        title=labels["time"],
        scale=alt.Scale(domain=[1, length], nice=False),
        axis=alt.Axis(grid=False, tickCount=8, format="d"),
    )
    y = alt.Y(
        "norm:Q",
        title=labels["norm"],
        scale=alt.Scale(type="log", domain=[FLOOR, CEILING], nice=False),
        axis=alt.Axis(values=[10.0**power for power in range(-12, 3, 2)], format=".0e"),
    )
    lines = (
        alt.Chart(rows)
        .mark_line(strokeWidth=3, clip=True)
        .encode(
            x=x,
            y=y,
            color=_colour(names),
            strokeDash=alt.StrokeDash(
                "what:N",
                scale=alt.Scale(domain=[labels["hidden_state"], labels["cell_state"]], range=[[1, 0], [3, 4]]),
                legend=alt.Legend(orient="top", title=None, symbolStrokeWidth=3, labelFontSize=14),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("what:N", title=" "),
                alt.Tooltip("time:Q", title=labels["time"], format="d"),
                alt.Tooltip("norm:Q", title=labels["norm"], format=".2e"),
            ],
        )
    )
    floor = pd.DataFrame({"norm": [1e-8], "says": [labels["vanished"]]})
    rule = alt.Chart(floor).mark_rule(strokeDash=[6, 4], color="#8A94A0").encode(y=y)
    word = (
        alt.Chart(floor)
        .mark_text(align="left", dx=6, dy=9, fontSize=14, color="#8A94A0")
        .encode(x=alt.XValue(0), y=y, text=alt.Text("says:N"))
    )
    return (rule + word + lines).properties(height=height)


def accuracy_over_length(
    table: pd.DataFrame, chance: float, labels: Mapping[str, str], names: Mapping[str, str], *, height: int = 360
) -> Layers:
    """Held-out accuracy against the length T, a line for each cell, with its range over seeds; chance dashed.

    Parameters
    ----------
    table : DataFrame
        Columns ``cell`` (key), ``length``, ``accuracy``, ``low`` and ``high`` (0 … 1).
    chance : float
        The accuracy of who has read nothing.
    labels : mapping
        What to call ``length``, ``accuracy`` and ``chance``.
    names : mapping
        What to call each cell.
    height : int
        Pixels.
    """
    rows = table.assign(name=[names[cell] for cell in table["cell"]])
    x = alt.X(
        "length:Q",
        title=labels["length"],
        scale=alt.Scale(type="log", domain=[2, 200], nice=False),
        axis=alt.Axis(grid=False, values=[2, 5, 10, 20, 50, 100, 200], format="d"),
    )
    y = alt.Y(
        "accuracy:Q", title=labels["accuracy"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)
    )
    base = alt.Chart(rows).encode(x=x, color=_colour(names))
    band = base.mark_rule(strokeWidth=7, opacity=0.3).encode(
        y=alt.Y("low:Q", title=labels["accuracy"]), y2=alt.Y2("high:Q")
    )
    lines = base.mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=55)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("length:Q", title=labels["length"]),
            alt.Tooltip("accuracy:Q", title=labels["accuracy"], format=".1%"),
        ],
    )
    guess = pd.DataFrame({"accuracy": [chance], "says": [f"{labels['chance']} {chance:.1%}"]})
    rule = alt.Chart(guess).mark_rule(strokeDash=[6, 4], color="#8A94A0").encode(y=y)
    word = (
        alt.Chart(guess)
        .mark_text(align="left", dx=6, dy=9, fontSize=14, color="#8A94A0")
        .encode(x=alt.XValue(0), y=y, text=alt.Text("says:N"))
    )
    return (rule + word + band + lines).properties(height=height)


def _colour(names: Mapping[str, str]) -> alt.Color:
    cells: Sequence[str] = list(names)
    return alt.Color(
        "name:N",
        scale=alt.Scale(domain=[names[cell] for cell in cells], range=[CELL_COLOURS[cell] for cell in cells]),
        legend=alt.Legend(orient="top", title=None, symbolStrokeWidth=4, symbolOpacity=1, labelFontSize=14),
    )
