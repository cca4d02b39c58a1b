"""The unrolled network: as many copies of one cell as a sequence has steps, and what flows through them.

Unrolled in time, a recurrent network is a feed-forward network whose layers are copies of one cell (Rumelhart, Hinton,
Williams 1986; Werbos 1990). States go from copy to copy; the error of step k goes back the same way, and is another
length in front of every copy::

    ∂L_k/∂h_t = (∂h_{t+1}/∂h_t)ᵀ ∂L_k/∂h_{t+1}                              t < k

The copies have the *same* weights, W^(1) = W^(2) = … = W, so the gradient of W is the sum of what each copy would like
to change::

    ∂L_k/∂W = Σ_{t ≤ k} ∂L_k/∂W^(t)

Here every copy is given weights of its own that are equal to the others', so that autograd tells each share apart.

References
----------
- Rumelhart, Hinton, Williams 1986, "Learning Internal Representations by Error Propagation".
- Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call

from core.nn.cells.recurrent import Recurrent

COPIES = 24
"""Copies that are drawn at most: what a projector shows in one line."""


@dataclass(frozen=True)
class Unrolled:
    """K copies of a cell, those that read the steps ``begin`` … ``begin + K − 1``, counted from 0.

    Attributes
    ----------
    begin : int
        The step that the first copy reads. Steps before it were read too, and no gradient reaches them.
    losses : ndarray, shape (K,)
        L_k of each step.
    states : dict of str to ndarray, shape (K,)
        ‖s_t‖, for each state s that the top layer carries, by the names of ``cell.states``.
    gradients : dict of str to ndarray, shape (K, K)
        ``[k, t]`` is ‖∂L_k/∂s_t‖, 0 for t > k. The first state is what the layer gives out; of the others that of
        step k itself is 0, since nothing carries it on.
    shares : ndarray, shape (K, K)
        ``[k, t]`` is ‖∂L_k/∂W^(t)‖ of all weights of the cell, in all layers.
    whole : ndarray, shape (K,)
        ‖Σ_t ∂L_k/∂W^(t)‖: what training takes, as far as the copies reach. Shares may cancel, so it is at most their
        sum.
    """

    begin: int
    losses: np.ndarray
    states: dict[str, np.ndarray]
    gradients: dict[str, np.ndarray]
    shares: np.ndarray
    whole: np.ndarray


@dataclass(frozen=True)
class UnrolledReading:
    """A network that was unrolled, with what each of its K copies reads and what its loss is of.

    Attributes
    ----------
    network : Unrolled
    tokens, targets : list of str
        K of each.
    """

    network: Unrolled
    tokens: list[str]
    targets: list[str]


def unroll(
    cell: Recurrent,
    x: Tensor,
    losses: Callable[[Tensor, slice], Tensor],
    *,
    end: int | None = None,
    state: dict[str, Tensor] | None = None,
) -> Unrolled:
    """Unroll a cell over the last `COPIES` steps before `end`, and send the error of every one of them back.

    Parameters
    ----------
    cell : Recurrent
        In one direction. Its parameters' own gradients are left as they are.
    x : Tensor, shape (T, I)
        One sequence.
    losses : callable
        From what the top layer gives out (K, H), and the steps that are unrolled, to their losses (K,).
    end : int, optional
        The step behind the last copy, 1 … T; by default T.
    state : dict of str to Tensor, shape (L, 1, H), optional
        The states before the first step; zeros if there are none.

    Raises
    ------
    ValueError
        If the cell reads in two directions: its copies do not stand in one line.
    """
    if cell.directions != 1:
        raise ValueError("a network that reads in both directions is two rows of copies, not one")
    end = len(x) if end is None else end
    begin = max(0, end - COPIES)
    carried = state or {}
    if begin:
        with torch.no_grad():
            _, carried, _ = cell(x[None, :begin], carried)  # (L, 1, H) each
    copies: list[_Copy] = []
    with torch.enable_grad():
        for vector in x[begin:end].detach():  # (I,)
            weights = {name: one.detach().requires_grad_() for name, one in cell.named_parameters()}
            output, carried, _ = functional_call(cell, weights, (vector[None, None], carried))
            copies.append(_Copy(output[0, 0], carried, list(weights.values())))
        errors = losses(torch.stack([copy.output for copy in copies]), slice(begin, end))  # (K,)
    found = [_back(copies[: k + 1], errors[k], cell.states) for k in range(len(copies))]
    return Unrolled(
        begin,
        errors.detach().numpy(),
        {
            name: torch.stack([copy.state[name][-1, 0].detach().norm() for copy in copies]).numpy()
            for name in cell.states
        },
        {name: _triangle([way.gradients[name] for way in found]) for name in cell.states},
        _triangle([way.shares for way in found]),
        np.array([way.whole for way in found]),
    )


@dataclass(frozen=True)
class _Copy:
    """What one copy gives out (H,), hands on (L, 1, H each), and the weights that are its own."""

    output: Tensor
    state: dict[str, Tensor]
    weights: list[Tensor]


@dataclass(frozen=True)
class _Way:
    """What an error leaves on its way back: gradients in front of every copy, the copies' shares, and their sum."""

    gradients: dict[str, list[float]]
    shares: list[float]
    whole: float


def _back(copies: list[_Copy], error: Tensor, names: tuple[str, ...]) -> _Way:
    """Send the error of the last of these copies back through all of them."""
    last = copies[-1]
    states = [copy.state[name] for copy in copies[:-1] for name in names]  # (L, 1, H) each
    weights = [one for copy in copies for one in copy.weights]
    wanted = [last.output, *states, *weights]
    at_output, *found = torch.autograd.grad(error, wanted, retain_graph=True, allow_unused=True)
    at_states, at_weights = found[: len(states)], found[len(states) :]
    gradients = {}
    for n, name in enumerate(names):
        before = [_length(_top(gradient)) for gradient in at_states[n :: len(names)]]
        gradients[name] = [*before, 0.0 if n else _length(at_output)]  # what is given out, the error itself reads
    each = [at_weights[k : k + len(last.weights)] for k in range(0, len(at_weights), len(last.weights))]
    shares = [_together(copy) for copy in each]
    sums = [_sum(parts) for parts in zip(*each, strict=True)]
    return _Way(gradients, shares, _together(sums))


def _together(gradients: Sequence[Tensor | None]) -> float:
    """The length of several gradients as one vector."""
    return math.hypot(*map(_length, gradients))


def _sum(gradients: Sequence[Tensor | None]) -> Tensor | None:
    reached = [one for one in gradients if one is not None]
    return torch.stack(reached).sum(0) if reached else None


def _top(gradient: Tensor | None) -> Tensor | None:
    """The part of the top layer (H,) of a gradient (L, 1, H)."""
    return None if gradient is None else gradient[-1, 0]


def _length(vector: Tensor | None) -> float:
    """The length of a gradient; zero where no path leads from it to the error."""
    return 0.0 if vector is None else float(vector.norm())


def _triangle(rows: list[list[float]]) -> np.ndarray:
    """Rows of 1, 2 … K numbers as (K, K), zeros behind them."""
    square = np.zeros((len(rows), len(rows)), np.float32)
    for k, row in enumerate(rows):
        square[k, : k + 1] = row
    return square
