"""Which unit follows a concept: a number about a trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from core.labs.gates.char_labels import truths
from core.trace.units import signed_separation


def inside_quotes(tokens: Sequence[str]) -> np.ndarray:
    """Where a text is inside short quotes, as `core.labs.gates.char_labels` knows it.

    Parameters
    ----------
    tokens : sequence of str
        T characters.

    Returns
    -------
    ndarray of bool, shape (T,)
        True from the opening mark up to, but without, the closing one; a line's end closes.
    """
    return truths(tokens)["quotes"]


def separation(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How far apart a unit's values lie inside and outside a concept: ndarray (H,), 0 … ∞.

    The size of what `core.trace.units.signed_separation` says; parameters as there.
    """
    return np.abs(signed_separation(values, truth))


def telling_unit(trace: xr.Dataset, state: str) -> tuple[int, int]:
    """The layer and unit worth looking at first: the one whose state best tells inside quotes from outside.

    On a text without quotes (or with nothing else) it is the unit whose state moves most.

    Parameters
    ----------
    trace : Dataset
        With `state` on (layer, time, unit).
    state : str
        ``cell_state`` or ``hidden_state``.
    """
    score = _telling(trace, state)  # (L, H)
    layer, unit = np.unravel_index(int(score.argmax()), score.shape)
    return int(layer), int(unit)


def telling_units(trace: xr.Dataset, state: str, layer: int, count: int) -> tuple[int, ...]:
    """The `count` units of a layer that tell most, as `telling_unit` judges, most telling first."""
    return tuple(np.argsort(-_telling(trace, state)[layer], kind="stable")[:count].tolist())


def _telling(trace: xr.Dataset, state: str) -> np.ndarray:
    values = trace[state].transpose("layer", "time", "unit").values  # (L, T, H)
    concept = inside_quotes([str(token) for token in trace["token"].values])
    if concept.any() and not concept.all():
        return np.stack([separation(layer, concept) for layer in values])  # (L, H)
    return values.std(axis=1)
