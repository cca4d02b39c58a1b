"""How training goes: the losses and the held-out metrics over steps, with marks where a checkpoint can be opened.

These curves stand on every page and are drawn anew whenever anything changes, so each is made by Altair once, without
numbers; what a run has measured is then put in.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.theme import alt

SERIES = ("#0072B2", "#D55E00")
"""The colour of the run in view and of the run beside it."""

SHORT, PLAIN = "format(datum.value, '~s')", "format(datum.value, ',')"
"""How the numbers of an axis are written: 1.5k; 60 and not 6e+1."""

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
) -> dict[str, Any]:
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

    Returns
    -------
    dict
        The chart in Vega-Lite, with its ``datasets``.
    """
    runs = tuple(dict.fromkeys([*losses["run"], *checkpoints["run"]]))
    bare = _bare_loss(runs, labels["step"], labels["value"], labels["axis"], height, zero)
    return _filled(bare, losses=losses, checkpoints=checkpoints, here=pd.DataFrame({"step": [step]}))


@lru_cache(maxsize=256)
def _bare_loss(runs: tuple[str, ...], step: str, value: str, axis: str, height: int, zero: bool) -> dict[str, Any]:
    """The loss of some runs, its numbers left out; `step`, `value` and `axis` are labels."""
    losses, checkpoints = alt.NamedData("losses"), alt.NamedData("checkpoints")
    colour = alt.Color("run:N", scale=alt.Scale(domain=list(runs), range=SERIES[: len(runs)]), legend=_legend(runs))
    x = alt.X(
        "step:Q",
        title=step,
        axis=alt.Axis(tickCount=4, labelExpr=SHORT, grid=False),
        scale=alt.Scale(nice=False, zero=True),
    )
    y = _value("value:Q", axis, zero)
    faint = alt.Chart(losses).mark_line(opacity=0.25, strokeWidth=1).encode(x=x, y=y, color=colour)
    smooth = (
        alt.Chart(losses)
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=_value("smooth:Q", axis, zero),
            color=colour,
            tooltip=[
                alt.Tooltip("step:Q", title=step, format="d"),
                alt.Tooltip("smooth:Q", title=value, format=".3f"),
            ],
        )
    )
    ticks = alt.Chart(checkpoints).mark_tick(thickness=1.5, height=7).encode(x=x, y=alt.YValue("height"), color=colour)
    height += LEGEND_LINE * len(runs) if len(runs) > 1 else 0
    return alt.layer(faint, smooth, ticks, _here()).properties(height=height, title=_title(value)).to_dict()


def held_out(
    metric: pd.DataFrame, step: int, labels: Mapping[str, str], *, height: int = 190, zero: bool = True
) -> dict[str, Any]:
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

    Returns
    -------
    dict
        The chart in Vega-Lite, with its ``datasets``.
    """
    runs = tuple(dict.fromkeys(metric["run"]))
    bare = _bare_held_out(runs, labels["step"], labels["value"], labels["axis"], height, zero)
    return _filled(bare, metric=metric, here=pd.DataFrame({"step": [step]}))


@lru_cache(maxsize=256)
def _bare_held_out(runs: tuple[str, ...], step: str, value: str, axis: str, height: int, zero: bool) -> dict[str, Any]:
    """A held-out metric of some runs, its numbers left out; `step`, `value` and `axis` are labels."""
    line = (
        alt.Chart(alt.NamedData("metric"))
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X(
                "step:Q",
                title=step,
                axis=alt.Axis(tickCount=4, labelExpr=SHORT, grid=False),
                scale=alt.Scale(nice=False, zero=True),
            ),
            y=_value("value:Q", axis, zero),
            color=alt.Color("run:N", scale=alt.Scale(domain=list(runs), range=SERIES[: len(runs)]), legend=None),
            tooltip=[
                alt.Tooltip("run:N", title=" "),
                alt.Tooltip("step:Q", title=step),
                alt.Tooltip("value:Q", title=value, format=".3f"),
            ],
        )
    )
    return alt.layer(line, _here()).properties(height=height, title=_title(value)).to_dict()


def _filled(bare: Mapping[str, Any], **tables: pd.DataFrame) -> dict[str, Any]:
    """A chart with its numbers, which are called after their content: what is new to a browser has a new name."""
    names = {name: f"{name}-{_content(table)}" for name, table in tables.items()}
    chart = copy.deepcopy(dict(bare))
    for layer in chart["layer"]:
        layer["data"] = {"name": names[layer["data"]["name"]]}
    return {**chart, "datasets": {names[name]: table for name, table in tables.items()}}


def _content(table: pd.DataFrame) -> str:
    rows = str(table.to_json(orient="values", double_precision=15))
    return hashlib.blake2b(rows.encode(), digest_size=12).hexdigest()


def _here() -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("here")).mark_rule(color=COLOURS["cell_state"], strokeWidth=2).encode(x=alt.X("step:Q"))
    )


def _value(field: str, axis: str, zero: bool) -> alt.Y:
    """The axis of a metric; what it says stands above it, not turned."""
    words = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -28, "titleY": -6}
    return alt.Y(
        field,
        title=axis,
        axis=alt.Axis(
            tickCount=4, labelExpr=PLAIN, titleBaseline="bottom", titleFontWeight="normal", titleLimit=400, **words
        ),
        scale=alt.Scale(zero=zero),
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=14, fontWeight=600, offset=6)


def _legend(runs: Sequence[str]) -> alt.Legend | None:
    return alt.Legend(orient="top", title=None, labelLimit=240, direction="vertical") if len(runs) > 1 else None
