"""What the home page draws of a caption: how sure the network was of each word."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """The words, and the probability of each (see `core.lab.Lab.preview`)."""
    tokens, words = tokens_of(trace, "target"), tokens_of(trace, "vocabulary")
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    values = [round(float(p[t, words.index(token)]), 3) for t, token in enumerate(tokens)]
    return {"quantity": "probability", "tokens": tokens, "values": values}
