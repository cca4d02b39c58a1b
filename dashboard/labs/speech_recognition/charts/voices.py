"""Error rate and distance of attention by voice, those that were learnt from and others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.charts.colours import BLUE, VERMILLION
from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt


def voices_chart(table: pd.DataFrame, column: str, labels: Mapping[str, str], *, format: str) -> Layers:
    """A bar a voice, in the order of the table, coloured by whether the network has learnt from it.

    Parameters
    ----------
    table : DataFrame
        One row a voice: ``voice``, ``known`` (bool) and the `column` that is drawn; NaN where that is not known.
    column : str
        ``error_rate`` or ``alignment_ms``.
    labels : mapping
        What to call `column`, ``known`` and ``strange`` voices.
    format : str
        How its numbers are written, as d3 writes them.
    """
    table = table.assign(kind=np.where(table["known"], labels["known"], labels["strange"])).dropna(subset=[column])
    y = alt.Y("voice:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelFontSize=14, ticks=False))
    colour = alt.Color(
        "kind:N",
        title=None,
        legend=alt.Legend(orient="top"),
        scale=alt.Scale(domain=[labels["known"], labels["strange"]], range=[BLUE, VERMILLION]),
    )
    x = alt.X(
        f"{column}:Q", title=labels[column], axis=alt.Axis(format=format, tickCount=5), scale=alt.Scale(domainMin=0)
    )
    base = alt.Chart(table).encode(y=y, x=x)
    bars = base.mark_bar().encode(
        color=colour,
        tooltip=[alt.Tooltip("voice:N", title=""), alt.Tooltip(f"{column}:Q", title=labels[column], format=format)],
    )
    numbers = base.mark_text(align="left", dx=5, color="#888888", fontSize=14).encode(
        text=alt.Text(f"{column}:Q", format=format)
    )
    return (bars + numbers).properties(height=24 * len(table) + 60)
