"""The encoder's space on a plane: a dot a prompt, those of one kind in one colour."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, PINK, SKY, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

HUES = (BLUE, VERMILLION, GREEN, ORANGE, PINK, SKY, "#8A94A0")
"""Colours of kinds; of more kinds, they come again with another shape."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")


def space_chart(table: pd.DataFrame, labels: Mapping[str, str], *, height: int = 430) -> Layers:
    """Prompts on two principal components; the one that is asked about is ringed, its nearest are labelled.

    Parameters
    ----------
    table : DataFrame
        Columns ``x``, ``y``, ``prompt``, ``kind``, ``similarity``, ``near`` (whether it is one of the nearest) and
        ``here`` (whether it is the one that is asked about).
    labels : mapping
        ``x``, ``y``, ``prompt``, ``similarity``.
    height : int
        Pixels.
    """
    kinds = list(dict.fromkeys(table["kind"]))
    colours = [HUES[k % len(HUES)] for k in range(len(kinds))]
    shapes = [SHAPES[k // len(HUES) % len(SHAPES)] for k in range(len(kinds))]
    base = alt.Chart(table).encode(
        x=alt.X("x:Q", title=labels["x"], axis=alt.Axis(ticks=False, labels=False, grid=False)),
        y=alt.Y("y:Q", title=labels["y"], axis=alt.Axis(ticks=False, labels=False, grid=False)),
        tooltip=[
            alt.Tooltip("prompt:N", title=labels["prompt"]),
            alt.Tooltip("similarity:Q", title=labels["similarity"], format=".2f"),
        ],
    )
    dots = base.mark_point(filled=True, size=60, opacity=0.75).encode(
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=None),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=shapes), legend=None),
    )
    rings = base.transform_filter("datum.near").mark_point(size=170, color="#8A94A0", strokeWidth=2)
    here = base.transform_filter("datum.here").mark_point(size=330, color=VERMILLION, strokeWidth=3.5)
    return (dots + rings + here).properties(height=height)
