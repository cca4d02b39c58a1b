"""How training goes: the losses and the held-out metrics over steps, with marks where a checkpoint can be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

SERIES = ("#0072B2", "#D55E00")
"""The colour of the run in view and of the run beside it."""

LEGEND_LINE = 24
"""Pixels that the name of a run takes above its curve."""


def loss_curve(
    losses: pd.DataFrame,
    checkpoints: pd.DataFrame,
    step: int,
    labels: Mapping[str, str],
    *,
    height: int = 220,
    zero: bool = True,
) -> Layers:
    """A metric of every step, such as the loss, a tick under it at every checkpoint, a line at the step in view.

    Parameters
    ----------
    losses : DataFrame
        Columns ``run`` (its name), ``step``, ``value`` and ``smooth`` (its running mean).
    checkpoints : DataFrame
        Columns ``run`` and ``step``.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step`` and ``value``; and ``axis``, the unit of the value and which way is better.
    height : int
        Pixels.
    zero : bool
        Whether the axis begins at 0.
    """
    runs = list(dict.fromkeys([*losses["run"], *checkpoints["run"]]))
    colour = alt.Color("run:N", scale=alt.Scale(domain=runs, range=SERIES[: len(runs)]), legend=_legend(runs))
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(tickCount=4, format="~s", grid=False),
        scale=alt.Scale(nice=False, zero=True),
    )
    y = _value("value:Q", labels["axis"], zero)
    faint = alt.Chart(losses).mark_line(opacity=0.25, strokeWidth=1).encode(x=x, y=y, color=colour)
    smooth = (
        alt.Chart(losses)
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=_value("smooth:Q", labels["axis"], zero),
            color=colour,
            tooltip=[
                alt.Tooltip("step:Q", title=labels["step"], format="d"),
                alt.Tooltip("smooth:Q", title=labels["value"], format=".3f"),
            ],
        )
    )
    ticks = alt.Chart(checkpoints).mark_tick(thickness=1.5, height=7).encode(x=x, y=alt.YValue("height"), color=colour)
    height += LEGEND_LINE * len(runs) if len(runs) > 1 else 0
    return (faint + smooth + ticks + _here(step)).properties(height=height, title=_title(labels["value"]))


def held_out(
    metric: pd.DataFrame, step: int, labels: Mapping[str, str], *, height: int = 190, zero: bool = True
) -> Layers:
    """One held-out metric over training, measured at each checkpoint.

    Parameters
    ----------
    metric : DataFrame
        Columns ``run``, ``step`` and ``value``.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step`` and ``value``; and ``axis``, the unit of the value and which way is better.
    height : int
        Pixels.
    zero : bool
        Whether the axis begins at 0.
    """
    runs = list(dict.fromkeys(metric["run"]))
    line = (
        alt.Chart(metric)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X(
                "step:Q",
                title=labels["step"],
                axis=alt.Axis(tickCount=4, format="~s", grid=False),
                scale=alt.Scale(nice=False, zero=True),
            ),
            y=_value("value:Q", labels["axis"], zero),
            color=alt.Color("run:N", scale=alt.Scale(domain=runs, range=SERIES[: len(runs)]), legend=None),
            tooltip=[
                alt.Tooltip("run:N", title=" "),
                alt.Tooltip("step:Q", title=labels["step"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".3f"),
            ],
        )
    )
    return (line + _here(step)).properties(height=height, title=_title(labels["value"]))


def _here(step: int) -> alt.Chart:
    return (
        alt.Chart(pd.DataFrame({"step": [step]}))
        .mark_rule(color=COLOURS["cell_state"], strokeWidth=2)
        .encode(x=alt.X("step:Q"))
    )


def _value(field: str, axis: str, zero: bool) -> alt.Y:
    """The axis of a metric; what it says stands above it, not turned."""
    words = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -28, "titleY": -6}
    return alt.Y(
        field,
        title=axis,
        axis=alt.Axis(
            tickCount=4, format="~g", titleBaseline="bottom", titleFontWeight="normal", titleLimit=400, **words
        ),
        scale=alt.Scale(zero=zero),
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=14, fontWeight=600, offset=6)


def _legend(runs: Sequence[str]) -> alt.Legend | None:
    return alt.Legend(orient="top", title=None, labelLimit=240, direction="vertical") if len(runs) > 1 else None
