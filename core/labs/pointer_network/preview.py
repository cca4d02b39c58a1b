"""What the home page draws of a network that points: its steps over its points."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    return {
        "quantity": "pointing",
        "source": tokens_of(trace, "source"),
        "target": tokens_of(trace, "target"),
        "alignment": trace["pointing"].transpose("target", "source").values.round(3).tolist(),
    }
