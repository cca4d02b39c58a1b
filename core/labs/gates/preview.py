"""What the home page draws of a language model: the unit that best follows being inside quotes."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.labs.gates.units import telling_unit
from core.trace.previews import state_of, unit_preview


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    quantity = state_of(trace)
    return unit_preview(trace, quantity, *telling_unit(trace, quantity))
