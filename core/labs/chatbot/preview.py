"""What the home page draws of a chatbot: where it looked in the prompt for each word of its answer."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.previews import alignment_preview


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`); words without their spaces."""
    found = alignment_preview(trace)
    return found | {side: [token.strip() for token in found[side]] for side in ("source", "target")}
