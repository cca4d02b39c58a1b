"""Which unit of a trace to look at first, and in which order to look at all of them."""

from __future__ import annotations

import numpy as np
import xarray as xr
from scipy.cluster.hierarchy import leaves_list, linkage

ORDERED = 300
"""Units up to which the leaves of the tree are ordered optimally; of more, that takes too long."""


def steady_unit(trace: xr.Dataset, state: str) -> tuple[int, int]:
    """The top layer and its unit that holds most steadily through the second half of a sequence: a memory at work."""
    later = trace[state].isel(layer=-1, time=slice(trace.sizes["time"] // 2, None)).transpose("time", "unit").values
    return trace.sizes["layer"] - 1, int((abs(later.mean(axis=0)) / (later.std(axis=0) + 0.1)).argmax())


def signed_separation(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How far apart a unit's values lie inside and outside a concept, in units of their spread (Fisher's criterion).

    Parameters
    ----------
    values : ndarray, shape (T, H)
        A state of each unit over time.
    truth : ndarray of bool, shape (T,)
        Must hold both kinds.

    Returns
    -------
    ndarray, shape (H,)
        Difference of the means / √(sum of the variances), positive where the unit is higher inside.
    """
    if truth.all() or not truth.any():
        raise ValueError("a separation needs positions inside and outside the concept")
    inside, outside = values[truth], values[~truth]  # (n, H), (T − n, H)
    spread = np.sqrt(inside.var(axis=0) + outside.var(axis=0)) + 1e-6  # a unit that never moves separates nothing
    return (inside.mean(axis=0) - outside.mean(axis=0)) / spread


def by_concept(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The units (H,) in the order in which they follow a concept: those that are higher inside it first.

    Parameters as of `signed_separation`.
    """
    return np.argsort(-signed_separation(values, truth), kind="stable")


def by_similarity(values: np.ndarray) -> np.ndarray:
    """The units (H,) in an order in which those stand together that rise and fall together.

    They are the leaves of a tree that joins the most correlated units first (average linkage), turned so that
    neighbours are as alike as can be (Bar-Joseph et al. 2001). A unit that never moves is like no other.

    Parameters
    ----------
    values : ndarray, shape (T, H)
        A state of each unit over time.
    """
    T, H = values.shape
    if H < 3 or T < 2:
        return np.arange(H)
    moved = values - values.mean(axis=0)
    length = np.linalg.norm(moved, axis=0)
    unit = moved / np.where(length > 1e-9, length, np.inf)  # (T, H)
    distance = np.clip(1 - unit.T @ unit, 0, 2)  # (H, H)
    pairs = distance[np.triu_indices(H, 1)]
    return leaves_list(linkage(pairs, "average", optimal_ordering=H <= ORDERED))
