"""What the home page draws of a network that must remember: the unit that holds most."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.previews import state_of, unit_preview
from core.trace.units import steady_unit


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    quantity = state_of(trace)
    return unit_preview(trace, quantity, *steady_unit(trace, quantity))
