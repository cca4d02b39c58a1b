"""What the home page draws of a picture that a painter reads: its pixels and how surprising each was."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    return {
        "quantity": "surprisal",
        "pixels": trace["pixel"].transpose("row", "column").values.astype(int).tolist(),
        "palette": np.reshape(trace.attrs["palette"], (-1, 3)).tolist(),
        "surprisal": trace["surprisal"].transpose("row", "column").values.round(3).tolist(),
    }
