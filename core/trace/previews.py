"""The few numbers of a trace that the home page draws: what previews of several labs share."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def alignment_preview(trace: xr.Dataset) -> dict[str, Any]:
    """Both token lists of an alignment on (target, source), and its rows."""
    return {
        "quantity": "alignment",
        "source": tokens_of(trace, "source"),
        "target": tokens_of(trace, "target"),
        "alignment": trace["alignment"].transpose("target", "source").values.round(3).tolist(),
    }


def unit_preview(trace: xr.Dataset, quantity: str, layer: int, unit: int) -> dict[str, Any]:
    """The tokens, and a state of one unit at each."""
    return {
        "quantity": quantity,
        "layer": layer,
        "unit": unit,
        "tokens": tokens_of(trace, "time"),
        "values": trace[quantity].isel(layer=layer, unit=unit).values.round(3).tolist(),
    }


def state_of(trace: xr.Dataset) -> str:
    """The state that carries the memory of its cell."""
    return "cell_state" if "cell_state" in trace else "hidden_state"
