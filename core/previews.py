"""A few numbers of a trace, small enough for the home page: what a lab looks like, drawn from its shipped run."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.diagnostics.units import telling_unit
from core.traces import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace, as JSON-able lists.

    Parameters
    ----------
    trace : Dataset
        As `core.traces.check` returns it.

    Returns
    -------
    dict
        With an ``alignment``: ``source``, ``target`` (tokens) and ``alignment`` (rows). Else: ``tokens``, and for the
        unit that best follows being inside quotes, ``quantity``, ``layer``, ``unit`` and ``values``, one a token.
    """
    if "alignment" in trace:
        values = trace["alignment"].transpose("target", "source").values.round(3)
        return {
            "source": tokens_of(trace, "source"),
            "target": tokens_of(trace, "target"),
            "alignment": values.tolist(),
        }
    quantity = "cell_state" if "cell_state" in trace else "hidden_state"
    layer, unit = telling_unit(trace, quantity)
    values = trace[quantity].isel(layer=layer, unit=unit).values.round(3)
    return {
        "tokens": tokens_of(trace, "time"),
        "quantity": quantity,
        "layer": layer,
        "unit": unit,
        "values": values.tolist(),
    }
