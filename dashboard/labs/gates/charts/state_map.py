"""States on a plane, one dot a character, coloured by what that character is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.colours import BLUE, GREEN, ORANGE, PINK, SKY, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

KINDS = (SKY, BLUE, GREEN, "#999999", "#8B5A2B", VERMILLION, ORANGE, PINK)
"""The colours of the kinds of characters, in the order of `core.labs.gates.state_map.KINDS`."""

NO_YES = ("#aaaaaa", VERMILLION)


def state_map_chart(
    points: pd.DataFrame,
    axes: tuple[str, str],
    legend: str,
    labels: Mapping[str, str],
    here: int | None,
    *,
    names: Sequence[str] | None = None,
    height: int = 520,
) -> Layers:
    """A scatter of states; every dot tells its character in context and can be clicked.

    Parameters
    ----------
    points : DataFrame
        Columns ``x``, ``y``, ``time``, ``context`` (the character in its line) and ``value``: what colours it, a
        number, or one of `names`.
    axes : tuple of str
        What the two axes are.
    legend : str
        What the colours are.
    labels : mapping
        What to call ``context`` and ``time``.
    here : int or None
        The step that is drawn with a ring.
    names : sequence of str, optional
        The values in the order of their colours, if they are no numbers: two, or one for each of `KINDS`.
    height : int
        Pixels.
    """
    if names is None:
        colour = alt.Color(
            "value:Q", scale=alt.Scale(scheme="viridis"), legend=alt.Legend(title=legend, orient="right")
        )
    else:
        colours = NO_YES if len(names) == 2 else KINDS
        colour = alt.Color(
            "value:N",
            scale=alt.Scale(domain=list(names), range=list(colours)),
            legend=alt.Legend(title=legend, orient="right", symbolOpacity=1),
        )
    axis = alt.Axis(labels=False, ticks=False, grid=False)
    x, y = (
        alt.X("x:Q", title=axes[0], axis=axis, scale=alt.Scale(zero=False)),
        alt.Y("y:Q", title=axes[1], axis=axis, scale=alt.Scale(zero=False)),
    )
    dots = (
        alt.Chart(points)
        .mark_circle(size=42, opacity=0.75, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[
                alt.Tooltip("context:N", title=labels["context"]),
                alt.Tooltip("value", title=legend),
                alt.Tooltip("time:Q", title=labels["time"]),
            ],
        )
        .add_params(alt.selection_point("chosen", fields=["time"]))
    )
    ring = (
        alt.Chart(points[np.asarray(points["time"] == here)])
        .mark_point(size=260, strokeWidth=3, color="#888888", filled=False)
        .encode(x=x, y=y)
    )
    return (dots + ring).properties(height=height)
