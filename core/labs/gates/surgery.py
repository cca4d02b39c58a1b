"""Surgery on a network: hold a gate or a state of some units at a value, from one step on, and let it read or write.

It is done by weights alone, on a copy. A gate is σ of a sum; with the unit's rows of the weights set to zero and its
bias to σ⁻¹(v), that sum is σ⁻¹(v) whatever comes, and the gate is v at every step. A state is held through the gates
around it::

    LSTM    c = v    f = 1, g = 0, and c_{t−1} = v carried in:  c_t = 1 · v + i · 0
            h = v    the same with c = tanh⁻¹(v), and o = 1
    GRU     h = v    z = 0, n = v:  h_t = 0 · h_{t−1} + 1 · v

So all equations still hold, the cell runs at full speed, and no other unit notices before the clamped one speaks.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.errors import InputError
from core.nn.cells.gru import GRU
from core.nn.cells.jordan import Jordan
from core.nn.cells.lstm import GATES, LSTM, NAMES
from core.nn.cells.recurrent import Recurrent
from core.systems.language.model import LanguageModel

_FAR = 100.0
"""Where σ has reached its ends: σ(100) is 1 and σ(−100) next to nothing, in any precision."""

_SATURATED = 20.0
"""Where tanh is 1, in any precision."""


@dataclass(frozen=True)
class Clamp:
    """What is held, and from when on.

    Attributes
    ----------
    quantity : str
        A name of `core.trace.schema.QUANTITIES`, one of those that `clampable` lists for the cell.
    layer : int
    units : tuple of int
        Those of the layer that are held.
    value : float
        What they are held at, in the range of the quantity.
    since : int
        The step of the text, from 0 on, at which it begins; the steps before are left as they were.
    """

    quantity: str
    layer: int
    units: tuple[int, ...]
    value: float
    since: int


@dataclass(frozen=True)
class _Hold:
    """How a quantity is held at v: the sums that are fixed, by block, and the states that are put in."""

    sums: Callable[[float], dict[str, float]]
    states: Callable[[float], dict[str, float]] = lambda _: {}
    low: float = -1.0
    high: float = 1.0


def clampable(cell: Recurrent) -> dict[str, tuple[float, float]]:
    """What can be held in a cell, with the range of values: name → (lowest, highest), infinite where there is no
    bound.
    """
    return {name: (hold.low, hold.high) for name, hold in _holds(cell).items()}


def refusal(cell: Recurrent, quantity: str) -> InputError | None:
    """Why a quantity cannot be held in a cell, or None where it can."""
    known = ", ".join(_holds(cell))
    if quantity in _holds(cell):
        return None
    if isinstance(cell, LSTM) and cell.variant.gate_recurrence and quantity in cell.states:
        return InputError(
            "With full gate recurrence all units see each unit's gates, so {quantity} cannot be held without telling"
            " them. What can be clamped here: {known}.",
            quantity=quantity,
            known=known,
        )
    return InputError(
        "This cell has no {quantity}. What can be clamped in it: {known}.", quantity=repr(quantity)[:80], known=known
    )


def operate(model: LanguageModel, clamp: Clamp) -> LanguageModel:
    """A copy of a network that obeys a clamp, whatever it reads and writes; `model` stays as it is.

    Raises
    ------
    InputError
        If the cell has no such quantity or cannot hold it, the layer has no such units, or the value is out of range.
    """
    operated = copy.deepcopy(model)
    operated.add_module("cell", ClampedCell(model.cell, clamp))
    return operated


class ClampedCell(nn.Module):
    """A recurrent cell that is itself up to a step, and from there on holds what a clamp says (called as `Recurrent`
    is).

    It carries one number more than its cell from call to call, ``position``: how many steps it has done.

    Parameters
    ----------
    cell : Recurrent
        In one direction; is left as it is.
    clamp : Clamp
        Its steps count from the text's first token: the start symbol that is read before comes on top.

    Raises
    ------
    InputError
        As `operate` does.
    """

    def __init__(self, cell: Recurrent, clamp: Clamp) -> None:
        super().__init__()
        hold = _hold(cell, clamp)
        self.untouched, self.clamped, self.clamp = cell, copy.deepcopy(cell), clamp
        self.states, self.directions = cell.states, cell.directions
        self._put_in = hold.states(clamp.value)
        for block, total in hold.sums(clamp.value).items():
            _fix(self.clamped, clamp.layer, block, clamp.units, total)

    def forward(
        self, x: Tensor, state: dict[str, Tensor] | None = None
    ) -> tuple[Tensor, dict[str, Tensor], list[dict[str, Tensor]]]:
        """Read x (B, T, I); shapes as in `Recurrent.forward`."""
        now = dict(state or {})
        done = int(now.pop("position")[0, 0, 0]) if "position" in now else 0
        B, T, _ = x.shape
        split = min(T, max(0, self.clamp.since + 1 - done))  # steps of this call that are left as they are
        parts = []
        if split:
            output, now, internals = self.untouched(x[:, :split], now)
            parts.append((output, internals))
        if split < T:
            output, now, internals = self.clamped(x[:, split:], self._with_clamp(now))
            parts.append((output, internals))
        outputs, internals = zip(*parts, strict=True)
        joined = [
            {name: torch.cat([layer[name] for layer in layers], dim=1) for name in layers[0]}  # (B, T, H) each
            for layers in zip(*internals, strict=True)
        ]
        return torch.cat(outputs, dim=1), now | {"position": x.new_full((1, B, 1), done + T)}, joined

    def _with_clamp(self, state: dict[str, Tensor]) -> dict[str, Tensor]:
        """The states (L, B, H), those of the clamped units as they are to be held."""
        held = {}
        for name, value in self._put_in.items():
            held[name] = state[name].clone()
            held[name][self.clamp.layer, :, list(self.clamp.units)] = value
        return state | held


def first_difference(one: Sequence[str], other: Sequence[str]) -> int | None:
    """The first place at which two texts differ (the end of the shorter counts), or None if they are the same."""
    places = (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(places, None if len(one) == len(other) else min(len(one), len(other)))


def _hold(cell: Recurrent, clamp: Clamp) -> _Hold:
    """How `cell` holds what `clamp` says, after a look at whether it can."""
    if error := refusal(cell, clamp.quantity):
        raise error
    L, H, hold = cell.num_layers, cell.hidden_size, _holds(cell)[clamp.quantity]
    if not 0 <= clamp.layer < L or not clamp.units or not all(0 <= unit < H for unit in clamp.units):
        raise InputError(
            "There is no layer {layer} with units {units}: layers are 0 … {layers}, units 0 … {most}, and at least one"
            " is clamped.",
            layer=clamp.layer,
            units=", ".join(map(str, clamp.units))[:80] or "–",
            layers=L - 1,
            most=H - 1,
        )
    if not (math.isfinite(clamp.value) and hold.low <= clamp.value <= hold.high):
        raise InputError(
            "{quantity} cannot be held at {value}; it takes {low} … {high}.",
            quantity=clamp.quantity,
            value=clamp.value,
            low=f"{hold.low:g}",
            high=f"{hold.high:g}",
        )
    if clamp.since < 0:
        raise InputError("A clamp begins at a step of the text, 0, 1, 2 …, not at {since}.", since=clamp.since)
    return hold


def _holds(cell: Recurrent) -> dict[str, _Hold]:
    """By quantity, how it is held in a cell of this kind."""
    if isinstance(cell, LSTM):
        return dict(_lstm(cell))
    if isinstance(cell, GRU):
        return {
            "reset_gate": _Hold(lambda v: {"r": _logit(v)}, low=0),
            "update_gate": _Hold(lambda v: {"z": _logit(v)}, low=0),
            "candidate": _Hold(lambda v: {"n": _artanh(v)}),
            "hidden_state": _Hold(lambda v: {"z": -_FAR, "n": _artanh(v)}),
        }
    output = {"output": _Hold(lambda v: {"y": _artanh(v)})} if isinstance(cell, Jordan) else {}
    return {"hidden_state": _Hold(lambda v: {"h": _artanh(v)})} | output


def _lstm(cell: LSTM) -> Iterator[tuple[str, _Hold]]:
    variant = cell.variant
    for name, block in NAMES.items():
        if block in variant.gates:
            yield name, _Hold(lambda v, block=block: {block: _logit(v)}, low=0)
    if variant.coupled:
        yield "forget_gate", _Hold(lambda v: {"i": _logit(1 - v)}, low=0)
    into = _artanh if variant.input_activation else float
    bound = 1 if variant.input_activation else math.inf
    yield "candidate", _Hold(lambda v: {"g": into(v)}, low=-bound, high=bound)
    if variant.gate_recurrence:
        return
    keep = {"g": 0.0} | ({"f": _FAR} if "f" in variant.blocks else {}) | ({"i": -_FAR} if variant.coupled else {})
    yield "cell_state", _Hold(lambda _: keep, lambda v: {"cell_state": v}, -math.inf, math.inf)
    out = _artanh if variant.output_activation else float
    bound = 1 if variant.output_activation else math.inf
    tell = keep | ({"o": _FAR} if "o" in variant.blocks else {})
    yield "hidden_state", _Hold(lambda _: tell, lambda v: {"cell_state": out(v)}, -bound, bound)


@torch.no_grad()
def _fix(cell: Recurrent, layer: int, block: str, units: Sequence[int], total: float) -> None:
    """Let the sum of a block be `total` for these units, whatever is read."""
    weights, at, H = cell.weights(layer), torch.tensor(units), cell.hidden_size
    if block == "y":  # of Jordan's output
        weights["weight_ho"][at] = 0
        weights["bias_ho"][at] = total
        return
    rows = at + H * (cell.variant.blocks if isinstance(cell, LSTM) else "rzn" if isinstance(cell, GRU) else "h").index(
        block
    )
    for name in ("weight_ih", "weight_hh", "bias_hh"):
        weights[name][rows] = 0
    weights["bias_ih"][rows] = total
    if isinstance(cell, LSTM) and "weight_peephole" in weights and block in GATES:
        weights["weight_peephole"][cell.variant.gates.index(block), at] = 0
    if "weight_gates" in weights and block in GATES:
        weights["weight_gates"][at + H * GATES.index(block)] = 0


def _logit(v: float) -> float:
    """σ⁻¹(v), as far out as it matters."""
    return math.copysign(_FAR, v - 0.5) if v in (0, 1) else math.log(v) - math.log1p(-v)


def _artanh(v: float) -> float:
    """tanh⁻¹(v), as far out as it matters."""
    return math.copysign(_SATURATED, v) if abs(v) == 1 else math.atanh(v)
