"""What the home page draws of an autoencoder: the plane of codes, decoded, and where the dice put one picture."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.labs.autoencoders.model import REACH, SHEET


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    sheet = trace["sheet"].transpose("up", "row", "across", "column").values[:, ::-1]  # rows from below, as the plane
    rows = sheet.reshape(sheet.shape[0] * sheet.shape[1], -1)  # (S · h, S · w)
    half = REACH + REACH / (SHEET - 1)  # a picture stands around its place
    codes = trace["roll_code"].transpose("roll", "coordinate").values[:, :2]
    return {
        "quantity": "sheet",
        "surface": (0.5 + rows / 2).round(3).tolist(),
        "cloud": (codes / (2 * half) + 0.5).round(3).tolist(),
    }
