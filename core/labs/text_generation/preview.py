"""What the home page draws of a text that a language model reads: the surprise of each token."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    return {
        "quantity": "surprisal",
        "tokens": tokens_of(trace, "time"),
        "values": trace["surprisal"].values.round(3).tolist(),
    }
