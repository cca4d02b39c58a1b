"""Answers that were drawn, each as a bar as long as it came often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

LINE, AROUND = 34, 130  # pixels of a bar with its space, and of axis and legend
GREY = "#8A94A0"


def answer_bars(
    answers: Sequence[tuple[str, int, float, bool | None]], labels: Mapping[str, str], *, total: int
) -> Layers:
    """One bar an answer, in the order given: blue where it is acceptable, red where it is not, grey where nobody knows.

    Parameters
    ----------
    answers : sequence of (str, int, float, bool or None)
        The answer, how often it came, its probability by the network, and whether it is acceptable.
    labels : mapping
        ``answer``, ``count``, ``probability``, ``right``, ``wrong``, ``unknown``.
    total : int
        How many answers were drawn: the end of the axis.
    """
    kinds = {True: labels["right"], False: labels["wrong"], None: labels["unknown"]}
    table = pd.DataFrame(
        [
            {"place": place, "answer": text or "∅", "count": count, "probability": p, "kind": kinds[accepted]}
            for place, (text, count, p, accepted) in enumerate(answers)
        ]
    )
    there = [kind for kind in kinds.values() if kind in set(table["kind"])]
    colours = dict(zip(kinds.values(), (BLUE, VERMILLION, GREY), strict=True))
    base = alt.Chart(table).encode(
        y=alt.Y(
            "answer:N",
            sort=list(table["answer"]),
            title=None,
            axis=alt.Axis(labelLimit=360, labelFontSize=16, ticks=False, domain=False),
        ),
        x=alt.X("count:Q", title=labels["count"], scale=alt.Scale(domain=[0, total]), axis=alt.Axis(tickMinStep=1)),
        tooltip=[
            alt.Tooltip("answer:N", title=labels["answer"]),
            alt.Tooltip("count:Q", title=labels["count"]),
            alt.Tooltip("probability:Q", title=labels["probability"], format=".4f"),
            alt.Tooltip("kind:N", title=" "),
        ],
    )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=there, range=[colours[kind] for kind in there]),
        legend=alt.Legend(orient="top", title=None),
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=16, color=GREY).encode(text=alt.Text("count:Q"))
    return (base.mark_bar(cornerRadiusEnd=3).encode(color=colour) + numbers).properties(
        height=AROUND + LINE * len(table)
    )
