"""How often a gate is shut and how often it is open: each unit a dot."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from dashboard.charts.colours import COLOURS
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

SHAPES = ("circle", "square", "triangle-up")
"""Of the dots of layer 0, 1, 2."""


def saturation_chart(
    shares: xr.Dataset, title: str, labels: Mapping[str, str], here: tuple[int, int], *, height: int = 300
) -> Layers:
    """One gate's scatter of left against right saturation, on one square, with the diagonal left + right = 1.

    Parameters
    ----------
    shares : Dataset
        ``left`` and ``right`` (layer, unit) of one gate, named by its coordinate ``gate``.
    title : str
        What to call the gate.
    labels : mapping
        What to call ``left``, ``right``, ``layer`` and ``unit``.
    here : tuple of int
        Layer and unit under the cursor, drawn with a ring.
    height : int
        Pixels.
    """
    layers, units = shares.sizes["layer"], shares.sizes["unit"]
    layer, unit = np.divmod(np.arange(layers * units), units)
    table = pd.DataFrame(
        {
            "layer": layer,
            "unit": unit,
            "left": shares["left"].values.ravel(),
            "right": shares["right"].values.ravel(),
        }
    )
    colour = COLOURS[str(shares["gate"].item())]
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("left:Q", title=labels["left"], scale=scale, axis=alt.Axis(format="%", tickCount=5))
    y = alt.Y("right:Q", title=labels["right"], scale=scale, axis=alt.Axis(format="%", tickCount=5))
    diagonal = alt.Chart(pd.DataFrame({"left": [0.0, 1.0], "right": [1.0, 0.0]})).mark_line(
        color="#999999", strokeDash=[4, 4], strokeWidth=1
    )
    dots = (
        alt.Chart(table)
        .mark_point(filled=True, size=55, opacity=0.6, color=colour, cursor="pointer")
        .encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "layer:N",
                scale=alt.Scale(domain=list(range(layers)), range=SHAPES[:layers]),
                legend=alt.Legend(title=labels["layer"], orient="top") if layers > 1 else None,
            ),
            tooltip=[
                *([alt.Tooltip("layer:Q", title=labels["layer"])] if layers > 1 else []),
                alt.Tooltip("unit:Q", title=labels["unit"]),
                alt.Tooltip("left:Q", title=labels["left"], format=".1%"),
                alt.Tooltip("right:Q", title=labels["right"], format=".1%"),
            ],
        )
        .add_params(alt.selection_point("chosen", fields=["layer", "unit"]))
    )
    ring = (
        alt.Chart(table[(table["layer"] == here[0]) & (table["unit"] == here[1])])
        .mark_point(filled=False, size=190, strokeWidth=2.5, color="#888888")
        .encode(x=x, y=y)
    )
    return (diagonal.encode(x=x, y=y) + dots + ring).properties(
        height=height, title=alt.TitleParams(title, anchor="start", fontSize=14, fontWeight=600)
    )
