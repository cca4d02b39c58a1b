"""Captions of which something may be said, and others of which it may not."""

from __future__ import annotations

import numpy as np
import xarray as xr


def caption(alignment=((1, 0), (0, 1)), gold=((1, 0), (0, 0))):
    """A caption of two words on two cells, the first of which names the first cell."""
    variables = {"alignment": (("target", "source"), np.array(alignment, float))}
    if gold is not None:
        variables["gold_alignment"] = (("target", "source"), np.array(gold, float))
    return xr.Dataset(variables, {"target_token": ("target", [" red", "⟨EOS⟩"])})


BESIDE = ((0.2, 0.8), (0, 1))

CASES = {
    "on_its_object": ([[caption()]], [[caption(BESIDE)], [caption(gold=None)], [caption(gold=((0, 0), (0, 0)))]]),
    "beside_its_object": ([[caption(BESIDE)]], [[caption()], [caption(BESIDE, gold=None)]]),
    "falls_with_objects": (
        [[{"Once": {2: 0.3, 3: 0.0}, "Soft attention": {2: 0.95, 3: 0.9}}]],
        [[{"Soft attention": {2: 0.95, 3: 0.9}}], [{}], [{"Once": {2: 0.3}}]],
    ),
    "has_not_learnt": (
        [["Once", {1: 0.1, 2: 0.08, 3: 0.05}]],
        [["Once", {1: 0.4, 2: 0.1}], ["Soft attention", {1: 0.9, 2: 0.9}], ["Once", {}]],
    ),
}
