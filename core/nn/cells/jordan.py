"""The Jordan network: what is fed back is not the hidden state but what the network gave out.

With input x_t, hidden state h_t and output y_t::

    h_t = tanh(W_x x_t + b_x + W_y y_{t−1} + b_y)          hidden state
    y_t = tanh(W_o h_t + b_o)                              output

``weight_hh`` is W_y, and ``weight_ho``, ``bias_ho`` are W_o, b_o. Jordan fed back the output of the whole network; here
each layer has an output of its own, of H numbers, and whatever stands above (the next layer, a softmax) reads it.

References
----------
- Jordan 1986, "Serial Order: A Parallel Distributed Processing Approach": the output is fed back into state units.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from core.nn.cells.kernels import kernel, tanh
from core.nn.cells.recurrent import Gradients, LayerGradients, Recurrent, product, recurrence, windows


class Jordan(Recurrent):
    """A stack of Jordan layers that returns every state (see `Recurrent` for shapes and parameters)."""

    blocks = 1
    states = ("output",)

    def shapes(self, inputs: int) -> dict[str, tuple[int, ...]]:
        """The parameters of one layer, with those of its output."""
        H = self.hidden_size
        return super().shapes(inputs) | {"weight_ho": (H, H), "bias_ho": (H,)}

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction (shapes in `Recurrent.read`)."""
        bias = weights["bias_ih"] + weights["bias_hh"]  # (H,)
        y, h = _Unroll.apply(
            x, *state, weights["weight_ih"], weights["weight_hh"], bias, weights["weight_ho"], weights["bias_ho"]
        )  # (T, B, H) each
        return y, (y[-1],), {"hidden_state": h, "output": y}


@kernel
def _squash(t: int, add: np.ndarray, values: np.ndarray) -> None:
    """Write tanh(values[t] + add) to values[t]; `add` is (B, H)."""
    B, H = values.shape[1:]
    for b in range(B):
        now, more = values[t, b], add[b]
        for u in range(H):
            now[u] = tanh(now[u] + more[u])


@kernel
def _slope(t: int, at: int, gradient: np.ndarray, later: np.ndarray, values: np.ndarray, out: np.ndarray) -> None:
    """Write (gradient + later) ∘ (1 − values[t]²), the way back through tanh, to out[at]; all but these two are (B,
    H).
    """
    B, H = later.shape
    one = values.dtype.type(1)
    for b in range(B):
        to, now, here, more = out[at, b], values[t, b], gradient[b], later[b]
        for u in range(H):
            to[u] = (here[u] + more[u]) * (one - now[u] * now[u])


class _Unroll(torch.autograd.Function):
    """One Jordan layer over T steps."""

    @staticmethod
    def forward(
        ctx, x: Tensor, y_0: Tensor, W_x: Tensor, W_y: Tensor, b: Tensor, W_o: Tensor, b_o: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return y and, without gradient, h, both (T, B, H)."""
        x, (T, B, _), H = x.contiguous(), x.shape, y_0.shape[1]
        h = product(x.view(T * B, -1), W_x, b).view(T, B, H)
        y = b_o.expand(T + 1, B, H).contiguous()
        y[0] = y_0
        back, out = recurrence(W_y, B), recurrence(W_o, B)
        hidden, given = h.numpy(), y.numpy()
        for t, (y_t, h_t) in enumerate(zip(y.unbind(), h.unbind(), strict=False)):
            _squash(t, back(y_t), hidden)
            _squash(t + 1, out(h_t), given)
        ctx.mark_non_differentiable(h)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, W_x, W_y, W_o, h, y)
        return y[1:], h

    @staticmethod
    @once_differentiable
    def backward(ctx, dy: Tensor | None, _: None) -> Gradients:  # pyright: ignore[reportIncompatibleMethodOverride] (torch names the gradients; the decorator hides ctx)
        """Go back through time.

        With da the gradient of the sum inside h's tanh, and do of that inside y's::

            δy_t = ∂L/∂y_t + W_yᵀ da_{t+1}        do_t = (1 − y²) ∘ δy_t
            δh_t = W_oᵀ do_t                      da_t = (1 − h²) ∘ δh_t
        """
        x, W_x, W_y, W_o, h, y = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        dy = torch.zeros_like(h) if dy is None else dy.contiguous()
        slopes, hidden, given = dy.numpy(), h.numpy(), y.numpy()
        weights, dW_o, db_o = LayerGradients(x, W_x, ctx.needs_input_grad[0]), 0, 0
        back, out = recurrence(W_y.t(), B), recurrence(W_o.t(), B)
        later = none = np.zeros((B, H), slopes.dtype)
        for now in reversed(windows(T, 2 * B * H)):
            da, do = x.new_empty(2, now.stop - now.start, B, H).unbind()
            da_values, do_values, da_rows, do_rows = da.numpy(), do.numpy(), da.unbind(), do.unbind()
            for t in reversed(range(now.start, now.stop)):
                at = t - now.start
                _slope(t + 1, at, slopes[t], later, given, do_values)
                _slope(t, at, out(do_rows[at]), none, hidden, da_values)
                later = back(da_rows[at])
            weights.add(now, da, y[:-1][now])
            rows = do.view(-1, H)  # (t·B, H)
            dW_o = dW_o + product(h[now].flatten(0, 1).t(), rows.t()).t()  # (H, H)
            db_o = db_o + rows.sum(0)  # (H,)
        gradients = weights.dx, torch.from_numpy(later).clone(), weights.dW_x, weights.dW_h, weights.db
        return *gradients, dW_o, db_o
