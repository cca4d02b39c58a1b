"""What the home page draws of a controller: a description, and how sure it is of every token."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.schema import tokens_of


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """Probabilities of the tokens of a description, each after those before it (see `core.lab.Lab.preview`)."""
    tokens, words = tokens_of(trace, "time"), tokens_of(trace, "vocabulary")
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, V)
    sure = [max(row[k] for k, word in enumerate(words) if word == token) for token, row in zip(tokens, p, strict=True)]
    return {
        "quantity": "probability",
        "tokens": [f" {token} " for token in tokens],
        "values": [round(float(value), 3) for value in sure],
    }
