"""How far back a network's error reaches: the length of ∂L/∂h_t, for every t.

For a cell that passes on only its hidden state, the chain rule gives a product of Jacobians, one a step::

    ∂L/∂h_t = (∂h_{t+1}/∂h_t)ᵀ · · · (∂h_T/∂h_{T−1})ᵀ ∂L/∂h_T

If each shortens what it is multiplied with, the gradient vanishes exponentially as t goes back; if each lengthens it,
it explodes (Bengio, Simard, Frasconi 1994; Hochreiter 1991; Pascanu, Mikolov, Bengio 2013).

The gradient is the *total* one: along every path that leaves h_t for a later step. A cell that carries a second state
has one for that too, ∂L/∂c_t of an LSTM: what a change of c_t would do on its way from step t to step t + 1, h_t being
as it is.

References
----------
- Bengio, Simard, Frasconi 1994, "Learning Long-Term Dependencies with Gradient Descent is Difficult".
- Pascanu, Mikolov, Bengio 2013, "On the Difficulty of Training Recurrent Neural Networks".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import Tensor

from core.nn.cells.recurrent import Recurrent


def gradient_norms(
    cell: Recurrent, x: Tensor, loss: Callable[[Tensor], Tensor], times: Sequence[int] | None = None
) -> dict[str, Tensor]:
    """‖∂L/∂s_t‖ of each sequence, for each state s that the top layer of a cell carries.

    The cell is stopped at every time asked for, so that its states there are nodes of autograd's graph; the parameters'
    own gradients are left as they are.

    Parameters
    ----------
    cell : Recurrent
        In one direction.
    x : Tensor, shape (B, T, I)
        Sequences.
    loss : callable
        From the top layer's last output (B, H) to the losses (B,) of the sequences.
    times : sequence of int, optional
        The t asked for, ascending from 1 and ending in T; by default all.

    Returns
    -------
    dict of str to Tensor, shape (B, number of times)
        By the names of ``cell.states``; the first one is what the layer gives out. The others are 0 at t = T, from
        where nothing carries them on.
    """
    times = range(1, x.shape[1] + 1) if times is None else times
    state: dict[str, Tensor] = {}
    seen: list[Tensor] = []
    output = x[:, :0]
    for stretch in x.split([t - before for before, t in pairwise((0, *times))], dim=1):  # (B, t, I)
        output, state, _ = cell(stretch, state)
        seen += state.values()  # (L, B, H) each
    *gradients, last = torch.autograd.grad(loss(output[:, -1]).sum(), [*seen, output], allow_unused=True)
    count = len(cell.states)
    norms = {}
    for n, name in enumerate(cell.states):
        through_time = [_norm(gradient, x) for gradient in gradients[n::count]]  # (B,) each
        if n == 0:
            through_time[-1] = last[:, -1].norm(dim=1)  # the loss itself reads it
        norms[name] = torch.stack(through_time, dim=1)
    return norms


def telling_times(length: int) -> list[int]:
    """Some twenty of the times 1 … `length`, close together at the end, where most happens: gaps grow by a sixth of the
    way.
    """
    times = [length]
    while times[0] > 1:
        times.insert(0, max(1, times[0] - 1 - (length - times[0]) // 6))
    return times


def _norm(gradient: Tensor | None, x: Tensor) -> Tensor:
    """The length of a top layer's gradient (B,); zero where no path leads from it to the loss."""
    return x.new_zeros(len(x)) if gradient is None else gradient[-1].norm(dim=1)
