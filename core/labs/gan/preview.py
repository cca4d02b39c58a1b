"""What the home page draws of a generator: the points that it forged, on the surface of its critic."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.labs.gan.model import REACH

EVERY = 2
"""Of so many rows and columns of the surface one is drawn."""


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    x = trace["forged"].transpose("sample", "axis").values  # (N, 2)
    surface = trace["surface"].transpose("row", "column").values[::EVERY, ::EVERY]  # (C/2, C/2)
    low, high = float(surface.min()), float(surface.max())
    return {
        "quantity": "surface",
        "cloud": (x / (2 * REACH) + 0.5).round(3).tolist(),
        "surface": ((surface - low) / (high - low or 1.0)).round(3).tolist(),
    }
