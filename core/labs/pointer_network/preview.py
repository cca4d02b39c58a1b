"""What the home page draws of a network that points: the way through its points."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    end = trace.sizes["source"] - 1
    p = trace["pointing"].transpose("target", "source").values  # (T, n + 1)
    names = tokens_of(trace, "source")
    said = [names.index(token) for token in tokens_of(trace, "target")]
    closes = trace.attrs["exercise"] != "sorting"
    way = [place for place in said if place != end] + [said[0]] * closes
    places = np.stack((trace["x"].values, trace["y"].values), axis=1)[:end]  # (n, 2)
    sure = p[np.arange(1, len(way)), said[1 : len(way)]]  # (T − 1,)
    return {
        "quantity": "pointing",
        "points": places.tolist(),
        "way": way,
        "values": [round(float(value), 3) for value in sure],
    }
