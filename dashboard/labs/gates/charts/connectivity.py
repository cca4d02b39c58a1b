"""How far back connectivity reaches."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.charts.theme import alt
from dashboard.charts.training import SERIES

FLOOR = 1e-6
"""The least that is drawn, as a part of the most: below it, lines end."""


def reach_chart(runs: Mapping[str, np.ndarray], labels: Mapping[str, str], *, height: int = 260) -> alt.Chart:
    """The mean connectivity at each distance back, one line a run, on a logarithmic scale.

    Parameters
    ----------
    runs : mapping of str to ndarray, shape (T,)
        By the name of the run, the mean over steps at distance 0, 1, 2 …
    labels : mapping
        What to call ``distance``, ``connectivity`` and ``run``.
    height : int
        Pixels.
    """
    names = list(runs)
    decades = [10.0**power for power in range(-12, 6)]
    least = FLOOR * max(float(values.max()) for values in runs.values())
    table = pd.concat(
        pd.DataFrame({"distance": np.arange(len(values)), "connectivity": values, "run": name})
        for name, values in runs.items()
    )
    table = table[table["connectivity"] >= least]
    legend = alt.Legend(orient="top", title=None, labelLimit=420) if len(names) > 1 else None
    return (
        alt.Chart(table)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("distance:Q", title=labels["distance"], scale=alt.Scale(nice=False)),
            y=alt.Y(
                "connectivity:Q",
                title=labels["connectivity"],
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format="~e", values=decades),
            ),
            color=alt.Color("run:N", scale=alt.Scale(domain=names, range=SERIES[: len(names)]), legend=legend),
            tooltip=[
                alt.Tooltip("run:N", title=labels["run"]),
                alt.Tooltip("distance:Q", title=labels["distance"]),
                alt.Tooltip("connectivity:Q", title=labels["connectivity"], format=".2e"),
            ],
        )
        .properties(height=height)
    )
