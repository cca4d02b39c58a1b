"""How well units follow concepts, beside the same network before it learnt and beside a linear probe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pandas as pd

from dashboard.charts.colours import COLOURS
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

NEUTRAL = "#888888"
MARKS = {
    "cell_state": ("circle", COLOURS["cell_state"], True),
    "hidden_state": ("circle", COLOURS["hidden_state"], True),
    "untrained": ("circle", NEUTRAL, False),
    "probe": ("diamond", NEUTRAL, True),
    "untrained_probe": ("diamond", NEUTRAL, False),
}
"""Shape, colour and filling of what is compared: filled has learnt, hollow has not."""

ROW = 30
"""Pixels a concept."""

AXIS = 64
"""Pixels of the title and the axis."""


def concept_chart(
    rows: pd.DataFrame, chosen: str | None, title: str, labels: Mapping[str, str], floor: float
) -> Layers:
    """One line a concept, best on top, with a mark for each of the things compared; a line can be clicked.

    Parameters
    ----------
    rows : DataFrame
        Columns ``concept`` (its key), ``label``, ``series`` (of `MARKS`), ``score``, ``unit`` (its name, or empty) and
        ``best``: whether it is the unit that stands for the concept.
    chosen : str or None
        The concept whose line is emphasised.
    title : str
        What the scores are.
    labels : mapping
        What to call ``score``, ``unit`` and each series.
    floor : float
        The score of a guess, where the axis begins.
    """
    best = cast("pd.DataFrame", rows[rows["best"]]).sort_values("score", ascending=False)
    y = alt.Y(
        "label:N",
        sort=list(best["label"]),
        title=None,
        axis=alt.Axis(labelLimit=260, labelFontSize=14, labelOverlap=False, ticks=False),
    )
    x = alt.X(
        "score:Q", title=None, scale=alt.Scale(domain=[floor, 1], clamp=True), axis=alt.Axis(tickCount=6, grid=True)
    )
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("told:N", title="  "),
        alt.Tooltip("unit:N", title=labels["unit"]),
        alt.Tooltip("score:Q", title=labels["score"], format=".3f"),
    ]
    lines = (
        alt.Chart(best.assign(floor=floor, one=1.0))
        .mark_bar(cursor="pointer", color=NEUTRAL)
        .encode(
            x=alt.X("floor:Q", title=None, scale=alt.Scale(domain=[floor, 1])),
            x2=alt.X2("one:Q"),
            y=y,
            opacity=alt.OpacityValue(0.07, condition={"test": alt.datum.concept == (chosen or ""), "value": 0.28}),
            tooltip=alt.Tooltip("label:N", title=" "),
        )
        .add_params(alt.selection_point("chosen", fields=["concept"]))
    )
    named = rows.assign(named=[labels[series] for series in rows["series"]])
    marks = [
        alt.Chart(named[named["series"] == series])
        .mark_point(shape=shape, filled=filled, color=colour, size=110, strokeWidth=2, opacity=1)
        .encode(x=x, y=y, tooltip=tips)
        for series, (shape, colour, filled) in reversed(MARKS.items())
    ]
    names = (
        alt.Chart(
            best.assign(name=[f"{unit}  {score:.2f}" for unit, score in zip(best["unit"], best["score"], strict=True)])
        )
        .mark_text(align="left", dx=10, fontSize=14, color=NEUTRAL)
        .encode(x=alt.XValue("width"), y=y, text=alt.Text("name:N"))
    )
    return alt.layer(lines, *marks, names).properties(
        height=AXIS + ROW * len(best),
        padding={"right": 90},
        title=alt.TitleParams(title, anchor="start", fontSize=14, fontWeight=600),
    )
