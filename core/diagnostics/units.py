"""Which unit follows a concept: a number about a trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from scipy.stats import rankdata


def inside_quotes(tokens: Sequence[str]) -> np.ndarray:
    """Where a text is inside a string literal that a quotation mark opened on the same line.

    Parameters
    ----------
    tokens : sequence of str
        T characters.

    Returns
    -------
    ndarray of bool, shape (T,)
        True from the opening mark up to, but without, the closing one; a line's end closes.
    """
    inside, opened = np.zeros(len(tokens), dtype=bool), ""
    for t, token in enumerate(tokens):
        if token == opened or token == "\n":
            opened = ""
        elif not opened and token in ("'", '"'):
            opened = token
        inside[t] = bool(opened)
    return inside


def area_under_curve(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How well a threshold on each unit tells true positions from false ones (the area under its ROC curve).

    Parameters
    ----------
    values : ndarray, shape (T, H)
        A state of each unit over time.
    truth : ndarray of bool, shape (T,)
        Must hold both kinds.

    Returns
    -------
    ndarray, shape (H,)
        0.5 is chance, 1 follows it perfectly, 0 follows its opposite perfectly (Mann–Whitney U / n₁n₀).
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        raise ValueError("an area under the curve needs positions inside and outside the concept")
    ranks = rankdata(values, axis=0)  # (T, H)
    return (ranks[truth].sum(axis=0) - positives * (positives + 1) / 2) / (positives * negatives)


def telling_unit(trace: xr.Dataset, state: str) -> tuple[int, int]:
    """The layer and unit worth looking at first: the one that best follows being inside quotes.

    On a text without quotes (or with nothing else) it is the unit whose state moves most.

    Parameters
    ----------
    trace : Dataset
        With `state` on (layer, time, unit).
    state : str
        ``cell_state`` or ``hidden_state``.
    """
    values = trace[state].transpose("layer", "time", "unit").values  # (L, T, H)
    concept = inside_quotes([str(token) for token in trace["token"].values])
    if concept.any() and not concept.all():
        score = np.stack([np.abs(area_under_curve(layer, concept) - 0.5) for layer in values])  # (L, H)
    else:
        score = values.std(axis=1)
    layer, unit = np.unravel_index(int(score.argmax()), score.shape)
    return int(layer), int(unit)
