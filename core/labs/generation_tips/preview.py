"""What the home page draws: where a network with coverage looks as it names the frames of a video."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    alignment = trace["alignment"].transpose("target", "source").values  # (T, K)
    return {
        "quantity": "alignment",
        "source": tokens_of(trace, "source"),
        "target": tokens_of(trace, "target"),
        "alignment": [[round(float(value), 3) for value in row] for row in alignment],
    }
