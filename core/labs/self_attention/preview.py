"""What the home page draws of self-attention: the head that looks most at the answers."""

from __future__ import annotations

from typing import Any

import xarray as xr

from core.trace.previews import alignment_preview


def preview(trace: xr.Dataset) -> dict[str, Any]:
    """What the home page draws of a trace (see `core.lab.Lab.preview`)."""
    on_answers = (trace["alignment"] * trace["gold_alignment"]).sum(["target", "source"])
    head = trace.isel(on_answers.argmax(["layer", "head"]))
    return alignment_preview(head) | {"answers": [str(answer) for answer in head["answer"].values]}
