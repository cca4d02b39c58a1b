"""Length in pictures: exact match against it, and what attention costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, COLOURS, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

WHOLE = alt.Axis(format="d", tickMinStep=1)
"""An axis of lengths: there is no half a token."""


def length_chart(table: pd.DataFrame, labels: Mapping[str, str], *, height: int = 300) -> Layers:
    """A line a run: the share of exact translations against the source's length.

    Parameters
    ----------
    table : DataFrame
        Columns ``run``, ``length``, ``exact``, ``count`` and ``span`` (the lengths of the group, as text).
    labels : mapping
        What to call ``length``, ``exact``, ``count`` and ``run``.
    height : int
        Pixels.
    """
    runs = list(dict.fromkeys(table["run"]))
    base = alt.Chart(table).encode(
        x=alt.X("length:Q", title=labels["length"], scale=alt.Scale(zero=False), axis=WHOLE),
        y=alt.Y(
            "exact:Q", title=labels["exact"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)
        ),
        color=alt.Color(
            "run:N",
            sort=runs,
            scale=alt.Scale(domain=runs, range=[BLUE, VERMILLION]),
            legend=alt.Legend(orient="top", title=None, labelLimit=700, columns=1),
        ),
        tooltip=[
            alt.Tooltip("run:N", title=labels["run"]),
            alt.Tooltip("span:N", title=labels["length"]),
            alt.Tooltip("exact:Q", title=labels["exact"], format=".1%"),
            alt.Tooltip("count:Q", title=labels["count"]),
        ],
    )
    return (base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=70)).properties(height=height)


def cost_chart(source: int, target: int, labels: Mapping[str, str], *, height: int = 220) -> Layers:
    """The scores of one translation as an area, and those of one twice as long around it.

    Parameters
    ----------
    source, target : int
        Tokens.
    labels : mapping
        What to call ``source`` and ``target``, and the two rectangles ``now`` and ``twice``.
    height : int
        Pixels.
    """
    sizes: Sequence[tuple[str, int]] = (("twice", 2), ("now", 1))
    table = pd.DataFrame(
        [
            {
                "which": which,
                "right": k * source,
                "top": k * target,
                "zero": 0,
                "label": f"{labels[which]}: {k * source} × {k * target} = {k * k * source * target:,}",
            }
            for which, k in sizes
        ]
    )
    base = alt.Chart(table).encode(
        x=alt.X("zero:Q", title=labels["source"], scale=alt.Scale(domain=[0, 2 * source], nice=False), axis=WHOLE),
        x2=alt.X2("right:Q"),
        y=alt.Y("zero:Q", title=labels["target"], scale=alt.Scale(domain=[0, 2 * target], nice=False)),
        y2=alt.Y2("top:Q"),
    )
    areas = base.mark_rect(color=COLOURS["score"], stroke=COLOURS["score"], strokeWidth=1.5).encode(
        opacity=alt.Opacity("which:N", scale=alt.Scale(domain=["now", "twice"], range=[0.9, 0.25]), legend=None)
    )
    names = (
        alt.Chart(table)
        .mark_text(align="right", baseline="top", dx=-8, dy=8, fontSize=14, fontWeight=600)
        .encode(
            x=alt.X("right:Q"),
            y=alt.Y("top:Q"),
            text=alt.Text("label:N"),
            color=alt.ColorValue("#888888", condition={"test": "datum.which == 'now'", "value": "#ffffff"}),
        )
    )
    return (areas + names).properties(height=height)
