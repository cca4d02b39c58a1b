"""The schema of a trace: the labelled internals of one forward pass.

A trace is an `xarray.Dataset`. *Positions* are its dimensions and *tokens* are coordinates on them, so that a word that
occurs twice keeps both its columns. Every variable below is known by name, with its symbol, range and scale, and
`check` attaches these to it; a trace is therefore complete without the model that made it, and two moments of training
can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # the schema alone must load fast: the home page shows symbols, and no trace
    import xarray as xr

DIMENSIONS = {
    "layer": "recurrent layer, 0 nearest the input",
    "direction": "0 forwards, 1 backwards",
    "time": "position in the sequence that is read or written",
    "source": "position in the source sentence",
    "target": "position in the target sentence",
    "head": "one of the attentions that look at the same time",
    "row": "row of a picture, 0 at the top",
    "column": "column of a picture, 0 at the left",
    "frame": "window of sound, 10 ms after the one before",
    "mel": "band of frequencies, 0 the lowest",
    "axis": "axis of a grid: 0 along the row, 1 down the column, 2 in depth",
    "unit": "one of the H units of a layer",
    "feature": "one of the numbers that stand for a token, shared by all heads",
    "vocabulary": "candidate for the next token",
}

TOKENS = {"time": "token", "source": "source_token", "target": "target_token", "vocabulary": "word"}
"""The coordinate that must stand on each of these dimensions: the token at that position."""

_SEQUENCE = frozenset({"time", "source", "target", "row", "column"})
_ATTENDING = frozenset({"layer", "head", "target"})
_ATTENDED = frozenset({"layer", "head", "source"})
_STATE = frozenset({"layer", "direction", "axis", "unit"}) | _SEQUENCE


@dataclass(frozen=True)
class Quantity:
    """What a variable of a trace means.

    Attributes
    ----------
    symbol : str
        As in the equations, in Unicode: ``h``, ``α``.
    label : str
        The field's name for it (message id of the catalogues).
    low, high : float or None
        The closed range of its values; None where there is no bound.
    scale : {"sequential", "diverging"}
        How it is coloured: from `low` up, or both ways from 0.
    dims : frozenset of str
        The dimensions it may have.
    """

    symbol: str
    label: str
    low: float | None
    high: float | None
    scale: str
    dims: frozenset[str]


VARIABLES = {
    "input_gate": Quantity("i", "input gate", 0, 1, "sequential", _STATE),
    "forget_gate": Quantity("f", "forget gate", 0, 1, "sequential", _STATE),
    "output_gate": Quantity("o", "output gate", 0, 1, "sequential", _STATE),
    "candidate": Quantity("g", "candidate", -1, 1, "diverging", _STATE),
    "reset_gate": Quantity("r", "reset gate", 0, 1, "sequential", _STATE),
    "update_gate": Quantity("z", "update gate", 0, 1, "sequential", _STATE),
    "cell_state": Quantity("c", "cell state", None, None, "diverging", _STATE),
    "hidden_state": Quantity("h", "hidden state", -1, 1, "diverging", _STATE),
    "output": Quantity("y", "output", -1, 1, "diverging", _STATE),
    "annotation": Quantity("h", "encoder state", -1, 1, "diverging", _STATE),
    "query": Quantity("z", "query", None, None, "diverging", _ATTENDING | {"unit"}),
    "key": Quantity("k", "key", None, None, "diverging", _ATTENDED | {"unit"}),
    "value": Quantity("v", "value", None, None, "diverging", _ATTENDED | {"unit"}),
    "score": Quantity("e", "score", None, None, "diverging", _ATTENDING | _ATTENDED),
    "alignment": Quantity("α", "alignment", 0, 1, "sequential", _ATTENDING | _ATTENDED),
    "gold_alignment": Quantity("A", "gold alignment", 0, 1, "sequential", frozenset({"target", "source"})),
    "context": Quantity("c", "context", None, None, "diverging", _ATTENDING | {"unit"}),
    "mixed": Quantity(
        "o", "what the heads found, mixed", None, None, "diverging", frozenset({"layer", "target", "feature"})
    ),
    "positional_encoding": Quantity(
        "P", "positional encoding", None, None, "diverging", frozenset({"source", "feature"})
    ),
    "logit": Quantity("ℓ", "logit", None, None, "diverging", frozenset({"vocabulary"}) | _SEQUENCE),
    "probability": Quantity("p", "probability", 0, 1, "sequential", frozenset({"vocabulary"}) | _SEQUENCE),
    "one_sided": Quantity(
        "p", "probability by one direction", 0, 1, "sequential", frozenset({"direction", "time", "vocabulary"})
    ),
    "answer": Quantity("ŷ", "answer", None, None, "diverging", _SEQUENCE),
    "log_mel": Quantity("x", "log-mel energy", None, None, "diverging", frozenset({"frame", "mel"})),
    "pixel": Quantity("x", "pixel", 0, None, "sequential", frozenset({"row", "column"})),
    "surprise": Quantity("−log₂ p", "surprise", 0, None, "sequential", _SEQUENCE),
}
"""Every variable a trace may hold; none is named like a dimension."""

_SLACK = 1e-5  # a range is closed, and float32 rounds at its ends


def check(trace: xr.Dataset) -> xr.Dataset:
    """Return `trace` with symbols, labels and ranges attached, or say what is wrong with it.

    Parameters
    ----------
    trace : xarray.Dataset
        Variables of `VARIABLES` on dimensions of `DIMENSIONS`, tokens as the coordinates of `TOKENS`.

    Raises
    ------
    ValueError
        For an unknown variable or dimension, a missing token coordinate, a value outside its range (those named in the
        attribute ``unbounded``, separated by spaces, come from an activation without bound and have none), NaN,
        a row of ``alignment`` that does not sum to 1 along ``source`` where attention is normalised, or a row of
        ``probability`` that does not sum to 1.
    """
    for dim, size in trace.sizes.items():
        if dim not in DIMENSIONS:
            raise ValueError(f"a trace has no dimension {dim!r}; its dimensions are {', '.join(DIMENSIONS)}")
        if dim in TOKENS and TOKENS[dim] not in trace.coords:
            raise ValueError(f"dimension {dim!r} ({size} positions) needs its tokens as coordinate {TOKENS[dim]!r}")
    for name, values in trace.data_vars.items():
        if name not in VARIABLES:
            raise ValueError(f"a trace has no variable {name!r}; its variables are {', '.join(VARIABLES)}")
        quantity = VARIABLES[name]
        if name in trace.attrs.get("unbounded", "").split():
            quantity = replace(quantity, low=None, high=None)
        _check_values(name, values, quantity)
        values.attrs |= {"symbol": quantity.symbol, "long_name": quantity.label, "scale": quantity.scale}
        values.attrs |= {end: bound for end in ("low", "high") if (bound := getattr(quantity, end)) is not None}
    if trace.attrs.get("normalised", 1):
        _check_sums(trace, "alignment", "source")
    _check_sums(trace, "probability", "vocabulary")
    _check_sums(trace, "one_sided", "vocabulary")
    return trace


def _check_values(name: str, values: xr.DataArray, quantity: Quantity) -> None:
    if strange := set(values.dims) - quantity.dims:
        raise ValueError(
            f"{name} has dimensions {values.dims}; {', '.join(sorted(strange))} is not one of {sorted(quantity.dims)}"
        )
    if not values.size:
        return
    low, high = float(values.values.min()), float(values.values.max())  # either is NaN if any value is
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(f"{name} holds a value that is not a number")
    if (quantity.low is not None and low < quantity.low - _SLACK) or (
        quantity.high is not None and high > quantity.high + _SLACK
    ):
        raise ValueError(f"{name} spans {low:g} … {high:g}, outside its range {quantity.low} … {quantity.high}")


def _check_sums(trace: xr.Dataset, name: str, along: str) -> None:
    if name in trace and trace[name].size:
        sums = trace[name].values.sum(trace[name].get_axis_num(along))
        if abs(sums - 1).max() > 1e-4:
            raise ValueError(f"every {name} must sum to 1 along {along}; found {sums.min():g} … {sums.max():g}")


def stacked(internals: Sequence[Mapping[str, Any]], directions: int) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """The internals of a recurrent cell that read one sequence, as variables of a trace.

    Parameters
    ----------
    internals : sequence of mapping of str to Tensor, shape (1, T, H)
        As `core.nn.cells.recurrent.Recurrent` returns them: layer after layer, in each forwards and then backwards.
    directions : int
        1 or 2.

    Returns
    -------
    dict of str to (dimensions, ndarray)
        Each quantity on (layer, time, unit); on (layer, direction, time, unit) if there are two directions.
    """
    dims = ("layer", "direction", "time", "unit") if directions == 2 else ("layer", "time", "unit")
    values = {name: np.stack([np.asarray(read[name][0]) for read in internals]) for name in internals[0]}  # (L·D, T, H)
    if directions == 2:
        values = {name: array.reshape(-1, 2, *array.shape[1:]) for name, array in values.items()}  # (L, D, T, H)
    return {name: (dims, array) for name, array in values.items()}


def tokens_of(trace: xr.Dataset, dim: str) -> list[str]:
    """The tokens along `dim`, as Python strings."""
    return [str(token) for token in trace.coords[TOKENS[dim]].values]


def gates_of(trace: xr.Dataset) -> list[str]:
    """The names of the gates and states that the trace holds per unit over time, in the schema's order."""
    return [name for name in VARIABLES if name in trace and {"time", "unit"} <= set(trace[name].dims)]


def text_array(tokens: Iterable[str]) -> np.ndarray:
    """Tokens as an array of strings, (N,).

    Of fixed width, which xarray takes as it is; of objects where that would cut a trailing NUL.
    """
    tokens = list(tokens)
    if tokens and not any(token.endswith("\0") for token in tokens):
        return np.array(tokens, dtype=str)
    array = np.empty(len(tokens), dtype=object)
    array[:] = tokens
    return array
