"""Which unit of a trace to look at first."""

from __future__ import annotations

import xarray as xr


def steady_unit(trace: xr.Dataset, state: str) -> tuple[int, int]:
    """The top layer and its unit that holds most steadily through the second half of a sequence: a memory at work."""
    later = trace[state].isel(layer=-1, time=slice(trace.sizes["time"] // 2, None)).transpose("time", "unit").values
    return trace.sizes["layer"] - 1, int((abs(later.mean(axis=0)) / (later.std(axis=0) + 0.1)).argmax())
