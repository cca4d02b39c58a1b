"""What the home page draws of a network that repeats what it heard."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """The probability of the symbol before, at each step (see `core.lab.Lab.preview`); none at the first."""
    tokens, words = tokens_of(trace, "time"), tokens_of(trace, "vocabulary")
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, K)
    before = [float(p[t, words.index(tokens[t - 1])]) for t in range(1, len(tokens))]
    return {"quantity": "probability", "tokens": tokens, "values": [0.0, *(round(value, 3) for value in before)]}
