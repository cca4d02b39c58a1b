"""One quantity over time, in a network as it is and in the same network after surgery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.charts.layers import Layers
from dashboard.charts.theme import alt

UNTOUCHED = "#888888"
"""The colour of the network as it is; the other one has the quantity's own."""


def two_runs(
    tokens: Sequence[str],
    untouched: np.ndarray,
    held: np.ndarray,
    since: int,
    title: str,
    colour: str,
    labels: Mapping[str, str],
    *,
    parted: int | None = None,
    height: int = 200,
) -> Layers:
    """Two lines over the steps of a text, a rule where the clamp begins, and a dashed one where the texts part.

    Parameters
    ----------
    tokens : sequence of str
        What was read at each step of the longer line, already made visible.
    untouched, held : ndarray, shape (T,)
        The values in both runs; one may be shorter than the other.
    since : int
        The first step at which something is held, from 0 on.
    title : str
        What to call the quantity.
    colour : str
        Of the line after surgery.
    labels : mapping
        What to call ``untouched``, ``held``, ``step`` and ``token``.
    parted : int, optional
        The step at which the texts part.
    height : int
        Pixels, title and axis included.
    """
    runs = [labels["untouched"], labels["held"]]
    table = pd.concat(
        pd.DataFrame({"step": np.arange(1, len(values) + 1), "value": np.asarray(values, float), "run": run})
        for run, values in zip(runs, (untouched, held), strict=True)
    )
    table["token"] = [tokens[step - 1] for step in table["step"]]
    last = int(table["step"].to_numpy().max())
    x = alt.X(
        "step:Q",
        title=labels["step"],
        scale=alt.Scale(domain=[1, max(2, last)], nice=False),
        axis=alt.Axis(tickMinStep=1),
    )
    lines = (
        alt.Chart(table)
        .mark_line(strokeWidth=2, interpolate="step-after")
        .encode(
            x=x,
            y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5, minExtent=36)),
            color=alt.Color("run:N", scale=alt.Scale(domain=runs, range=[UNTOUCHED, colour]), legend=None),
            tooltip=[
                alt.Tooltip("step:Q", title=labels["step"]),
                alt.Tooltip("token:N", title=labels["token"]),
                alt.Tooltip("run:N", title=" "),
                alt.Tooltip("value:Q", title=title, format=".3f"),
            ],
        )
    )
    rules = [_rule(since + 1, colour, [1, 0])] + ([] if parted is None else [_rule(parted + 1, UNTOUCHED, [4, 3])])
    return alt.layer(lines, *rules).properties(
        height=height, title=alt.TitleParams(title, anchor="start", fontSize=14, fontWeight=600)
    )


def _rule(step: int, colour: str, dash: list[int]) -> alt.Chart:
    data = pd.DataFrame({"step": [step]})
    return (
        alt.Chart(data).mark_rule(color=colour, strokeWidth=1.5, strokeDash=dash, opacity=0.8).encode(x=alt.X("step:Q"))
    )
