"""Translations of which something may be said, and others of which it may not."""

from __future__ import annotations

import numpy as np
import xarray as xr


def translation(alignment=None, gold=None, *, right=True, softmax=True):
    """A translation of "ab" into "xy"."""
    weights = np.eye(2) if alignment is None else np.array(alignment, dtype=float)
    variables = {"alignment": (("target", "source"), weights)}
    if gold is not None:
        variables["gold_alignment"] = (("target", "source"), np.array(gold, dtype=float))
    return xr.Dataset(
        variables,
        {"source_token": ("source", ["a", "b"]), "target_token": ("target", ["x", "y"])},
        {"output": "xy" if right else "yy", "reference": "xy", "normalised": int(softmax), "softmax": int(softmax)},
    )


def without_attention():
    return translation().drop_vars("alignment")


SHARP, SOFT = [[1, 0], [0, 1]], [[0.5, 0.5], [0.45, 0.55]]
CROSSED = [[0.1, 0.9], [0.8, 0.2]]
FREE = [[-0.4, 1.5], [2, 3]]
GOLD = [[1, 0], [0, 1]]

CASES = {
    "beside_its_mark": (
        [[translation(CROSSED, GOLD)]],
        [
            [translation(SHARP, GOLD)],
            [translation(CROSSED, GOLD, right=False)],  # a wrong translation
            [translation(CROSSED)],  # of which nobody knows the alignment
            [without_attention()],
        ],
    ),
    "on_its_mark": (
        [[translation(SHARP, GOLD)]],
        [
            [translation(CROSSED, GOLD)],
            [translation(SHARP, GOLD, right=False)],
            [translation(SHARP)],
            [without_attention()],
        ],
    ),
    "right_to_left": (
        [[translation().assign_coords(source_token=("source", ["مرحبا", " بك"]))]],
        [[translation()], [translation().assign_coords(source_token=("source", ["你", "é"]))]],
    ),
    "spread_evenly": (
        [[translation(SOFT)]],
        [[translation(SHARP)], [translation(FREE, softmax=False)], [without_attention()]],
    ),
    "no_shares": (
        [[translation(FREE, softmax=False)]],
        [[translation(SHARP)], [without_attention()]],
    ),
    "sharpest": (
        [[{"dot": translation(SHARP), "cosine": translation(SOFT)}]],
        [
            [{"dot": translation(SHARP)}],
            [{"dot": translation(SHARP), "scaled_dot": translation(SHARP)}],
            [{"dot": translation(SHARP), "free": translation(FREE, softmax=False)}],
        ],
    ),
    "sharp_and_wrong": (
        [[{"dot": translation([[0, 1], [1, 0]], GOLD), "additive": translation([[0.6, 0.4], [0.4, 0.6]], GOLD)}]],
        [
            [{"dot": translation(SHARP, GOLD), "additive": translation([[0.4, 0.6], [0.6, 0.4]], GOLD)}],
            [{"dot": translation(SHARP), "additive": translation(SOFT)}],
            [{"dot": translation(SHARP, GOLD)}],
        ],
    ),
    "good_enough": ([[{"V2": 0.7, "V3": 0.998}]], [[{"V3": 0.4, "V5": 0.2}], [{}]]),
    "vector_too_small": (
        [[[(True, {5: 1.0, 20: 0.98}), (False, {5: 0.9, 20: 0.0})]]],
        [
            [[(True, {20: 0.1}), (False, {20: 0.1})]],
            [[(True, {20: 1.0})]],
            [[(True, {5: 1.0}), (False, {20: 0.0})]],
        ],
    ),
    "length_costs_nothing": ([["V3", {5: 1.0, 9: 0.995}]], [["V3", {5: 1.0, 9: 0.6}], ["V3", {}]]),
}
