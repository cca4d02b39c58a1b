"""Charts of networks of one unit: a memory over time, and the error over two weights with two ways down."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

LOWEST, HIGHEST = 1e-8, 1e8
"""Memories between which the picture is drawn."""

SHADES = "greys"


def memory_chart(
    memories: pd.DataFrame, names: list[str], labels: Mapping[str, str], *, height: int = 320
) -> alt.Chart:
    """h_t against t, logarithmic, a line for each weight.

    Parameters
    ----------
    memories : DataFrame
        Columns ``weight`` (its name), ``time`` and ``memory``, all above 0.
    names : list of str
        The weights in the order of their colours, the viewer's own first.
    labels : mapping
        What to call ``time``, ``memory`` and ``weight``.
    height : int
        Pixels.
    """
    return (
        alt.Chart(memories, height=height)
        .mark_line(strokeWidth=3, clip=True)
        .encode(
            x=alt.X("time:Q", title=labels["time"], scale=alt.Scale(nice=False), axis=alt.Axis(grid=False, format="d")),
            y=alt.Y(
                "memory:Q",
                title=labels["memory"],
                scale=alt.Scale(type="log", domain=[LOWEST, HIGHEST], nice=False),
                axis=alt.Axis(values=[10.0**power for power in range(-8, 9, 4)], format=".0e"),
            ),
            color=alt.Color(
                "weight:N",
                scale=alt.Scale(domain=names, range=[ORANGE, BLUE, GREEN, VERMILLION][: len(names)]),
                legend=alt.Legend(orient="top", title=None, labelFontSize=14, symbolStrokeWidth=3),
            ),
            tooltip=[
                alt.Tooltip("weight:N", title=labels["weight"]),
                alt.Tooltip("time:Q", title=labels["time"], format="d"),
                alt.Tooltip("memory:Q", title=labels["memory"], format=".3g"),
            ],
        )
    )


def cliff_chart(
    surface: pd.DataFrame, ways: pd.DataFrame, names: tuple[str, str], labels: Mapping[str, str], *, height: int = 460
) -> Layers:
    """E over w and b as a map, darker where it is greater, and two ways of gradient descent on it.

    Parameters
    ----------
    surface : DataFrame
        Columns ``w``, ``w_end``, ``b``, ``b_end`` (the edges of a cell) and ``error``.
    ways : DataFrame
        Columns ``way`` (its name), ``step``, ``w``, ``b`` and ``error``.
    names : tuple of str
        The way without clipping, and the one with it.
    labels : mapping
        What to call ``weight``, ``bias``, ``error``, ``way`` and ``step``.
    height : int
        Pixels.
    """
    x = alt.X("w:Q", title=labels["weight"], scale=alt.Scale(domain=_ends(surface, "w"), nice=False))
    y = alt.Y("b:Q", title=labels["bias"], scale=alt.Scale(domain=_ends(surface, "b"), nice=False))
    ground = (
        alt.Chart(surface)
        .mark_rect(strokeWidth=1)  # over the hairlines that browsers leave between cells
        .encode(
            x=x,
            x2=alt.X2("w_end:Q"),
            y=y,
            y2=alt.Y2("b_end:Q"),
            stroke=alt.Stroke("error:Q", scale=alt.Scale(scheme=SHADES, domain=[0, 0.5]), legend=None),
            color=alt.Color(
                "error:Q",
                scale=alt.Scale(scheme=SHADES, domain=[0, 0.5]),
                legend=alt.Legend(title=labels["error"], format=".1f", tickCount=5),
            ),
            tooltip=[
                alt.Tooltip("w:Q", title=labels["weight"], format=".3f"),
                alt.Tooltip("b:Q", title=labels["bias"], format=".3f"),
                alt.Tooltip("error:Q", title=labels["error"], format=".4f"),
            ],
        )
    )
    base = alt.Chart(ways)
    lines = base.mark_line(strokeWidth=2.5, clip=True).encode(x=x, y=y, color=_way(names), order=alt.Order("step:Q"))
    dots = base.mark_circle(size=46, opacity=1, clip=True).encode(
        x=x,
        y=y,
        color=_way(names, legend=None),
        tooltip=[
            alt.Tooltip("way:N", title=labels["way"]),
            alt.Tooltip("step:Q", title=labels["step"], format="d"),
            alt.Tooltip("w:Q", title=labels["weight"], format=".3f"),
            alt.Tooltip("b:Q", title=labels["bias"], format=".3f"),
            alt.Tooltip("error:Q", title=labels["error"], format=".4f"),
        ],
    )
    return alt.layer(ground, lines, dots).resolve_scale(color="independent").properties(height=height)


LEGEND = alt.Legend(orient="top", title=None, labelFontSize=14)


def _way(names: tuple[str, str], legend: alt.Legend | None = LEGEND) -> alt.Color:
    return alt.Color(
        "way:N",
        scale=alt.Scale(domain=list(names), range=[VERMILLION, BLUE]),
        legend=legend,
    )


def _ends(surface: pd.DataFrame, side: str) -> list[float]:
    return [surface[side].to_numpy().min().item(), surface[f"{side}_end"].to_numpy().max().item()]
