"""What the home page draws of a WaveNet: the last samples that it wrote, below and above silence."""

from __future__ import annotations

from typing import Any

import xarray as xr

SHOWN = 60
"""Samples that are drawn."""


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    x = trace["amplitude"].values[-SHOWN:]  # (T,)
    return {"quantity": "amplitude", "tokens": [""] * len(x), "values": x.round(3).tolist()}
