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
    "unit": "one of the H units of a layer",
    "vocabulary": "candidate for the next token",
}

TOKENS = {"time": "token", "source": "source_token", "target": "target_token", "vocabulary": "word"}
"""The coordinate that must stand on each of these dimensions: the token at that position."""

SEQUENCE = frozenset({"time", "source", "target"})
STATE = frozenset({"layer", "direction", "unit"}) | SEQUENCE


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
    colour : str
        Its colour on every page, in both themes.
    dims : frozenset of str
        The dimensions it may have.
    """

    symbol: str
    label: str
    low: float | None
    high: float | None
    scale: str
    colour: str
    dims: frozenset[str]


VERMILLION, GREEN, BLUE = "#D55E00", "#009E73", "#0072B2"
PINK, ORANGE, SKY = "#CC79A7", "#E69F00", "#56B4E9"
"""The hues of Okabe and Ito, which stay apart for colour-blind eyes. A gate of the GRU takes the colour of the
LSTM's gate with the same task: reset forgets, update decides what is written.
"""

QUANTITIES: dict[str, Quantity] = {
    "input_gate": Quantity("i", "input gate", 0, 1, "sequential", GREEN, STATE),
    "forget_gate": Quantity("f", "forget gate", 0, 1, "sequential", VERMILLION, STATE),
    "output_gate": Quantity("o", "output gate", 0, 1, "sequential", BLUE, STATE),
    "candidate": Quantity("g", "candidate", -1, 1, "diverging", PINK, STATE),
    "reset_gate": Quantity("r", "reset gate", 0, 1, "sequential", VERMILLION, STATE),
    "update_gate": Quantity("z", "update gate", 0, 1, "sequential", GREEN, STATE),
    "cell_state": Quantity("c", "cell state", None, None, "diverging", ORANGE, STATE),
    "hidden_state": Quantity("h", "hidden state", -1, 1, "diverging", SKY, STATE),
    "output": Quantity("y", "output", -1, 1, "diverging", BLUE, STATE),
    "annotation": Quantity("h", "encoder state", -1, 1, "diverging", SKY, STATE),
    "query": Quantity("z", "query", None, None, "diverging", VERMILLION, frozenset({"target", "unit"})),
    "key": Quantity("k", "key", None, None, "diverging", ORANGE, frozenset({"source", "unit"})),
    "value": Quantity("v", "value", None, None, "diverging", GREEN, frozenset({"source", "unit"})),
    "score": Quantity("e", "score", None, None, "diverging", PINK, frozenset({"target", "source"})),
    "alignment": Quantity("α", "alignment", 0, 1, "sequential", BLUE, frozenset({"target", "source"})),
    "gold_alignment": Quantity("A", "gold alignment", 0, 1, "sequential", ORANGE, frozenset({"target", "source"})),
    "context": Quantity("c", "context", None, None, "diverging", GREEN, frozenset({"target", "unit"})),
    "logit": Quantity("ℓ", "logit", None, None, "diverging", SKY, frozenset({"vocabulary"}) | SEQUENCE),
    "probability": Quantity("p", "probability", 0, 1, "sequential", BLUE, frozenset({"vocabulary"}) | SEQUENCE),
    "answer": Quantity("ŷ", "answer", None, None, "diverging", BLUE, SEQUENCE),
    "surprisal": Quantity("−log₂ p", "surprisal", 0, None, "sequential", VERMILLION, SEQUENCE),
}
"""The quantities of more than one lab; none is named like a dimension."""


@dataclass(frozen=True)
class Schema:
    """What a trace may hold: its dimensions and its quantities, each known by name.

    Attributes
    ----------
    dimensions : mapping of str to str
        What each dimension counts.
    quantities : mapping of str to Quantity
    """

    dimensions: Mapping[str, str]
    quantities: Mapping[str, Quantity]

    def extended(
        self,
        dimensions: Mapping[str, str],
        quantities: Mapping[str, Quantity],
        also_on: Mapping[str, Iterable[str]] | None = None,
    ) -> Schema:
        """A wider schema: with a lab's own dimensions and quantities.

        Parameters
        ----------
        dimensions, quantities : mapping
            What is the lab's own.
        also_on : mapping of str to iterable of str, optional
            Further dimensions of quantities that are known already.
        """
        wider = {
            name: replace(self.quantities[name], dims=self.quantities[name].dims | set(dims))
            for name, dims in (also_on or {}).items()
        }
        return Schema({**self.dimensions, **dimensions}, {**self.quantities, **wider, **quantities})


SHARED = Schema(DIMENSIONS, QUANTITIES)
"""What traces of most labs hold."""

_SLACK = 1e-5  # a range is closed, and float32 rounds at its ends


def check(trace: xr.Dataset, schema: Schema = SHARED) -> xr.Dataset:
    """Return `trace` with symbols, labels and ranges attached, or say what is wrong with it.

    Parameters
    ----------
    trace : xarray.Dataset
        Quantities on dimensions of `schema`, tokens as the coordinates of `TOKENS`.
    schema : Schema, optional
        A lab's own, where its traces hold more than `SHARED` knows.

    Raises
    ------
    ValueError
        For an unknown variable or dimension, a missing token coordinate, a value outside its range (those named in the
        attribute ``unbounded``, separated by spaces, come from an activation without bound and have none), NaN,
        a row of ``alignment`` that does not sum to 1 along ``source`` where attention is normalised, or a distribution
        over the ``vocabulary`` that does not sum to 1.
    """
    for dim, size in ((str(dim), size) for dim, size in trace.sizes.items()):
        if dim not in schema.dimensions:
            raise ValueError(f"a trace has no dimension {dim!r}; its dimensions are {', '.join(schema.dimensions)}")
        if dim in TOKENS and TOKENS[dim] not in trace.coords:
            raise ValueError(f"dimension {dim!r} ({size} positions) needs its tokens as coordinate {TOKENS[dim]!r}")
    variables = {str(name): values for name, values in trace.data_vars.items()}
    for name, values in variables.items():
        if name not in schema.quantities:
            raise ValueError(f"a trace has no variable {name!r}; its variables are {', '.join(schema.quantities)}")
        quantity = schema.quantities[name]
        if name in trace.attrs.get("unbounded", "").split():
            quantity = replace(quantity, low=None, high=None)
        _check_values(name, values, quantity)
        values.attrs |= {"symbol": quantity.symbol, "long_name": quantity.label, "scale": quantity.scale}
        values.attrs |= {end: bound for end in ("low", "high") if (bound := getattr(quantity, end)) is not None}
    for name, values in variables.items():
        if name != "alignment" and "vocabulary" in values.dims and schema.quantities[name].high == 1:
            _check_sums(trace, name, "vocabulary")
    if trace.attrs.get("normalised", 1):
        _check_sums(trace, "alignment", "source")
    return trace


def _check_values(name: str, values: xr.DataArray, quantity: Quantity) -> None:
    if strange := set(map(str, values.dims)) - quantity.dims:
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
    return [name for name in QUANTITIES if name in trace and {"time", "unit"} <= set(trace[name].dims)]


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
