"""What the home page draws of a tagger: the likeliest slot of each word."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.labs.slot_filling.schema import SLOT_COLOURS
from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, K)
    slots = [tokens_of(trace, "vocabulary")[k] for k in p.argmax(1)]
    return {
        "quantity": "probability",
        "tokens": tokens_of(trace, "time"),
        "slots": slots,
        "colours": [SLOT_COLOURS[slot] for slot in slots],
        "values": p.max(1).round(3).tolist(),
    }
