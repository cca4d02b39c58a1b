"""What the home page draws of a translation: its alignment."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.previews import alignment_preview


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    return alignment_preview(trace)
