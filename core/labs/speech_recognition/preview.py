"""What the home page draws of what was heard: its alignment, summed over columns of sound."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of

COLUMN = 0.1
"""Seconds of sound in a column."""


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    column = (trace["source_start"].values / COLUMN + 1e-6).astype(int)  # (S,)
    first = np.flatnonzero(np.diff(column, prepend=-1))  # where a new column begins
    values = np.add.reduceat(trace["alignment"].transpose("target", "source").values, first, axis=1)  # (T, columns)
    every = round(0.5 / COLUMN)
    return {
        "quantity": "alignment",
        "source": [f"{at * COLUMN:.1f} s" if at % every == 0 else "" for at in column[first].tolist()],
        "target": tokens_of(trace, "target"),
        "alignment": values.round(3).tolist(),
    }
