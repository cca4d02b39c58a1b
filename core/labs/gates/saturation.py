"""Saturation: how often a gate stands fully open or fully shut."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from core.labs.gates.batched_reading import read, spread
from core.trace.schema import QUANTITIES

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel

LEFT, RIGHT = 0.1, 0.9
"""Below the first a gate counts as left-saturated (shut), above the second as right-saturated (open)."""

TOKENS, LENGTH = 50_000, 500


def saturation(model: LanguageModel, numbers: np.ndarray, tokens: int = TOKENS) -> xr.Dataset:
    """The share of time that each unit's gates are left- and right-saturated while `model` reads a text.

    Parameters
    ----------
    model : LanguageModel
        Whose gates are watched.
    numbers : ndarray of int, shape (N,)
        The text, as numbers of the model's vocabulary.
    tokens : int
        How many of them are read, in stretches that lie evenly over the text.

    Returns
    -------
    Dataset
        ``left`` and ``right`` (gate, layer, unit), both 0 … 1 with a sum of at most 1; ``gate`` holds the names of the
        gates and is empty for a cell that has none. The attribute ``tokens`` says how many steps were counted.

    References
    ----------
    Karpathy, Johnson, Fei-Fei 2015, "Visualizing and Understanding Recurrent Networks", section 4.2.
    """
    begin, length = spread(len(numbers), tokens, LENGTH)
    left: dict[str, list[np.ndarray]] = {}
    right: dict[str, list[np.ndarray]] = {}
    for _, internals in read(model, numbers, begin, length):
        for name in gates(internals[0]):
            values = np.stack([layer[name].numpy() for layer in internals])  # (L, B, t, H)
            left.setdefault(name, []).append((values < LEFT).sum(axis=(1, 2)))  # (L, H)
            right.setdefault(name, []).append((values > RIGHT).sum(axis=(1, 2)))
    counted = len(begin) * length
    names = list(left)
    layers, units = left[names[0]][0].shape if names else (0, 0)
    share = {
        side: np.array([np.sum(windows[name], axis=0) for name in names]).reshape(len(names), layers, units) / counted
        for side, windows in (("left", left), ("right", right))
    }
    return xr.Dataset(
        {side: (("gate", "layer", "unit"), values) for side, values in share.items()},
        {"gate": names},
        {"tokens": counted},
    )


def gates(names: Collection[str]) -> list[str]:
    """Those of `names` that are gates, σ(…) in 0 … 1, in the schema's order."""
    return [name for name in QUANTITIES if name in names and name.endswith("_gate")]
