"""Two sentences that share words: which word of one stands opposite which of the other, and how alike a network's
states are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import xarray as xr

Pair = tuple[int | None, int | None]
"""A position in each of two sentences; None where one has nothing opposite."""


def opposite(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    """The columns in which two sentences are written below each other, equal words opposite equal words.

    Parameters
    ----------
    first, second : sequence of str
        Their words, in one spelling.

    Examples
    --------
    >>> opposite("leave taipei on friday".split(), "arrive in taipei on friday".split())
    [(0, 0), (None, 1), (1, 2), (2, 3), (3, 4)]
    """
    columns: list[Pair] = []
    for _, i, i_end, j, j_end in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        for k in range(max(i_end - i, j_end - j)):
            columns.append((i + k if i + k < i_end else None, j + k if j + k < j_end else None))
    return columns


def shared(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The columns of `opposite` that hold the same word twice."""
    return [(i, j) for i, j in opposite(first, second) if i is not None and j is not None and first[i] == second[j]]


def states_at(trace: xr.Dataset, time: int) -> np.ndarray:
    """The hidden states of all layers and directions at one position.

    Returns
    -------
    ndarray, shape (rows, H)
        Layer after layer; within one, forwards and then backwards.
    """
    here = trace["hidden_state"].isel(time=time)
    order = [dim for dim in ("layer", "direction", "unit") if dim in here.dims]
    return here.transpose(*order).values.reshape(-1, here.sizes["unit"])


def cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The cosine of the angle between vectors along the last axis, −1 … 1; 1 where both are the same, were they 0."""
    lengths = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    same = (a == b).all(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(same, 1.0, np.nan_to_num((a * b).sum(axis=-1) / lengths))
