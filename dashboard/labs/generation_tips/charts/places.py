"""Lines over places, or over what is fed back, as charts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.theme import alt


def places_chart(table: pd.DataFrame, names: Mapping[str, str], labels: Mapping[str, str]) -> alt.Chart:
    """A line for each network, dashed where the true notes are fed back.

    Parameters
    ----------
    table : DataFrame
        Columns ``line`` (``alone_without``, ``forced_without``, ``alone_with``, ``forced_with``), ``x`` and ``value``
        (0 … 1).
    names : mapping
        What to call the lines.
    labels : mapping
        What to call ``x`` and ``value``.
    """
    lines = list(names.values())
    return (
        alt.Chart(table.assign(line=[names[line] for line in table["line"]]))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=labels["x"], scale=alt.Scale(nice=False, zero=False)),
            y=_share(labels["value"]),
            color=alt.Color(
                "line:N",
                sort=lines,
                scale=alt.Scale(domain=lines, range=[VERMILLION, VERMILLION, BLUE, BLUE]),
                legend=alt.Legend(orient="top", title=None, labelLimit=500, columns=2),
            ),
            strokeDash=alt.StrokeDash(
                "line:N", sort=lines, scale=alt.Scale(domain=lines, range=[[1, 0], [6, 5], [1, 0], [6, 5]])
            ),
            tooltip=[
                alt.Tooltip("line:N", title=" "),
                alt.Tooltip("x:Q", title=labels["x"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".1%"),
            ],
        )
        .properties(height=300)
    )


def mixture_chart(table: pd.DataFrame, labels: Mapping[str, str]) -> alt.Chart:
    """The share ``value`` (0 … 1) over the mixture ``x`` (0 … 1)."""
    return (
        alt.Chart(table)
        .mark_line(strokeWidth=2.5, color=BLUE, point=alt.OverlayMarkDef(filled=True, size=60, color=BLUE))
        .encode(
            x=alt.X("x:Q", title=labels["x"]),
            y=_share(labels["value"]),
            tooltip=[
                alt.Tooltip("x:Q", title=labels["x"]),
                alt.Tooltip("value:Q", title=labels["value"], format=".1%"),
            ],
        )
        .properties(height=280)
    )


def _share(title: str) -> alt.Y:
    return alt.Y("value:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5))
