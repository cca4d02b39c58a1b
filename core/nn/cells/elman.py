"""The simple recurrent network: one state that every step overwrites.

With input x_t and hidden state h_t::

    h_t = tanh(W_x x_t + b_x + W_h h_{t−1} + b_h)          hidden state

The weights are those of `torch.nn.RNN`.

References
----------
- Elman 1990, "Finding Structure in Time": the hidden state is copied into context units and read at the next step.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from core.nn.cells.kernels import kernel, tanh
from core.nn.cells.recurrent import Gradients, LayerGradients, Recurrent, product, recurrence, windows


class Elman(Recurrent):
    """A stack of Elman layers that returns every state (see `Recurrent` for shapes and parameters)."""

    blocks = 1

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction (shapes in `Recurrent.read`)."""
        bias = weights["bias_ih"] + weights["bias_hh"]  # (H,)
        h = _Unroll.apply(x, *state, weights["weight_ih"], weights["weight_hh"], bias)  # (T, B, H)
        return h, (h[-1],), {"hidden_state": h}


@kernel
def _step(t: int, past: np.ndarray, h: np.ndarray) -> None:
    """One step: h[t + 1] holds W_x x + b and becomes h_t; `past` is W_h h_{t−1}, both (B, H)."""
    B, H = past.shape
    for b in range(B):
        now, add = h[t + 1, b], past[b]
        for u in range(H):
            now[u] = tanh(now[u] + add[u])


@kernel
def _step_back(t: int, at: int, dh: np.ndarray, later: np.ndarray, h: np.ndarray, da: np.ndarray) -> None:
    """One step back: da[at] becomes ∂L/∂(the sum inside tanh); `later` is what step t + 1 adds to ∂L/∂h_t."""
    B, H = later.shape
    one = h.dtype.type(1)
    for b in range(B):
        out, now, from_output, from_later = da[at, b], h[t + 1, b], dh[t, b], later[b]
        for u in range(H):
            out[u] = (from_output[u] + from_later[u]) * (one - now[u] * now[u])


class _Unroll(torch.autograd.Function):
    """One Elman layer over T steps."""

    @staticmethod
    def forward(ctx, x: Tensor, h_0: Tensor, W_x: Tensor, W_h: Tensor, b: Tensor) -> Tensor:
        """Return h (T, B, H)."""
        x, (T, B, _) = x.contiguous(), x.shape
        h = x.new_empty(T + 1, B, h_0.shape[1])
        h[0] = h_0
        h[1:] = product(x.view(T * B, -1), W_x, b).view_as(h[1:])
        multiply, values = recurrence(W_h, B), h.numpy()
        for t, h_t in enumerate(h[:-1].unbind()):
            _step(t, multiply(h_t), values)
        ctx.save_for_backward(x, W_x, W_h, h)
        return h[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor) -> Gradients:  # pyright: ignore[reportIncompatibleMethodOverride] (torch names the gradients; the decorator hides ctx)
        """Go back through time: δh_t = ∂L/∂h_t + W_hᵀ da_{t+1}, and da_t = (1 − h²) ∘ δh_t."""
        x, W_x, W_h, h = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        given, states, weights = dh.contiguous().numpy(), h.numpy(), LayerGradients(x, W_x, ctx.needs_input_grad[0])
        multiply, later = recurrence(W_h.t(), B), np.zeros((B, H), given.dtype)
        for now in reversed(windows(T, B * H)):
            da = x.new_empty(now.stop - now.start, B, H)
            gradients, rows = da.numpy(), da.unbind()
            for t in reversed(range(now.start, now.stop)):
                _step_back(t, t - now.start, given, later, states, gradients)
                later = multiply(rows[t - now.start])
            weights.add(now, da, h[:-1][now])
        return weights.dx, torch.from_numpy(later).clone(), weights.dW_x, weights.dW_h, weights.db
