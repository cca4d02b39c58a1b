"""What the home page draws of a WaveNet: the last samples that it wrote, on what it believed of each before."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`): as many samples as there are levels."""
    p = trace["probability"].transpose("vocabulary", "time").values  # (Q, T)
    Q = len(p)
    levels = trace["token"].values.astype(int)[-Q:]  # (Q,)
    likely = np.sqrt(p[:, -Q:] / p[:, -Q:].max(0))  # (Q, Q): 0 … 1, of each sample's likeliest level
    places = (np.arange(Q) + 0.5) / Q  # (Q,)
    return {
        "quantity": "probability",
        "cloud": np.stack((places, (levels + 0.5) / Q), axis=1).round(3).tolist(),
        "surface": (0.5 + likely / 2).round(2).tolist(),
    }
