"""How training goes: the loss and the held-out figures over steps, with marks where a checkpoint can be opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.colours import COLOURS

SERIES = ("#0072B2", "#D55E00")
"""The colour of the run in view and of the run beside it."""

LEGEND_LINE = 24
"""Pixels that the name of a run takes above its curve."""


def loss_curve(
    losses: pd.DataFrame, checkpoints: pd.DataFrame, step: int, labels: Mapping[str, str], *, height: int = 200
) -> alt.LayerChart:
    """Training loss over steps, a tick under it at every checkpoint, a line at the step in view.

    Parameters
    ----------
    losses : DataFrame
        Columns ``run`` (its name), ``step``, ``train_loss`` (nats per token) and ``smooth`` (its running mean).
    checkpoints : DataFrame
        Columns ``run`` and ``step``.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step`` and ``loss``.
    height : int
        Pixels.
    """
    runs = list(dict.fromkeys([*losses["run"], *checkpoints["run"]]))
    colour = alt.Color("run:N", scale=alt.Scale(domain=runs, range=SERIES[: len(runs)]), legend=_legend(runs))
    x = alt.X(
        "step:Q",
        title=labels["step"],
        axis=alt.Axis(tickCount=4, format="~s", grid=False),
        scale=alt.Scale(nice=False, zero=True),
    )
    y = alt.Y("train_loss:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True))
    faint = alt.Chart(losses).mark_line(opacity=0.25, strokeWidth=1).encode(x=x, y=y, color=colour)
    smooth = (
        alt.Chart(losses)
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=alt.Y("smooth:Q", title=None),
            color=colour,
            tooltip=[
                alt.Tooltip("step:Q", title=labels["step"], format="d"),
                alt.Tooltip("smooth:Q", title=labels["loss"], format=".3f"),
            ],
        )
    )
    ticks = alt.Chart(checkpoints).mark_tick(thickness=1.5, height=7).encode(x=x, y=alt.value("height"), color=colour)
    height += LEGEND_LINE * len(runs) if len(runs) > 1 else 0
    return (faint + smooth + ticks + _here(step)).properties(height=height, title=_title(labels["loss"]))


def held_out(figures: pd.DataFrame, step: int, labels: Mapping[str, str], *, height: int = 170) -> alt.LayerChart:
    """One held-out figure over training, measured at each checkpoint.

    Parameters
    ----------
    figures : DataFrame
        Columns ``run``, ``step`` and ``value``.
    step : int
        The training step that the pictures show.
    labels : mapping
        What to call ``step`` and ``value``.
    height : int
        Pixels.
    """
    runs = list(dict.fromkeys(figures["run"]))
    line = (
        alt.Chart(figures)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X(
                "step:Q",
                title=labels["step"],
                axis=alt.Axis(tickCount=4, format="~s", grid=False),
                scale=alt.Scale(nice=False, zero=True),
            ),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True)),
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
        .encode(x="step:Q")
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=13, fontWeight=600, offset=6)


def _legend(runs: Sequence[str]) -> alt.Legend | None:
    return alt.Legend(orient="top", title=None, labelLimit=240, direction="vertical") if len(runs) > 1 else None
