"""The gated recurrent unit: one state that a gate keeps or replaces by a candidate.

With input x_t and hidden state h_t, σ the logistic function and ∘ the product element by element::

    r_t = σ(W_ir x_t + b_ir + W_hr h_{t−1} + b_hr)         reset gate
    z_t = σ(W_iz x_t + b_iz + W_hz h_{t−1} + b_hz)         update gate
    u_t = W_hn h_{t−1} + b_hn                              what the past offers to the candidate
    n_t = tanh(W_in x_t + b_in + r_t ∘ u_t)                candidate
    h_t = z_t ∘ h_{t−1} + (1 − z_t) ∘ n_t                  hidden state

The weights hold the three blocks of rows in the order r, z, n, as in `torch.nn.GRU`. Two conventions differ between
texts. Here, as in torch and in Cho et al. 2014, z *keeps the old state*; elsewhere z and 1 − z change places. Here, as
in torch, the reset gate is applied *after* the recurrent matrix and its bias, r ∘ (W_hn h + b_hn); in Cho et al. 2014
before it, W_hn (r ∘ h).

References
----------
- Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio 2014, "Learning Phrase Representations using RNN
  Encoder–Decoder for Statistical Machine Translation", equations 5 to 8.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from core.nn.cells.kernels import kernel, sigmoid, tanh
from core.nn.cells.recurrent import Gradients, LayerGradients, Recurrent, product, recurrence, windows


class GRU(Recurrent):
    """A stack of GRU layers that returns every gate and state (see `Recurrent` for shapes and parameters)."""

    blocks = 3
    retain_gate = 1

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction (shapes in `Recurrent.read`)."""
        h, gates = _Unroll.apply(x, *state, *weights.values())  # (T, B, H), (T, B, 4H)
        r, z, n, _ = gates.chunk(4, dim=2)  # (T, B, H) each
        return h, (h[-1],), {"reset_gate": r, "update_gate": z, "candidate": n, "hidden_state": h}


@kernel
def _step(t: int, a: np.ndarray, past: np.ndarray, b_h: np.ndarray, gates: np.ndarray, h: np.ndarray) -> None:
    """One step: from `a` (T, B, 3H), the part of x in the three sums, and `past`, W_h h_{t−1}, to r, z, n, u and
    h_t.
    """
    B, H = h.shape[1:]
    one = h.dtype.type(1)
    for b in range(B):
        r, z, n = gates[t, b, :H], gates[t, b, H : 2 * H], gates[t, b, 2 * H : 3 * H]
        u, before, now = gates[t, b, 3 * H :], h[t, b], h[t + 1, b]
        for k in range(2 * H):
            gates[t, b, k] = sigmoid(a[t, b, k] + past[b, k] + b_h[k])
        for k in range(H):
            u[k] = past[b, 2 * H + k] + b_h[2 * H + k]
        for k in range(H):
            n[k] = tanh(a[t, b, 2 * H + k] + r[k] * u[k])
        for k in range(H):
            now[k] = z[k] * before[k] + (one - z[k]) * n[k]


@kernel
def _step_back(
    t: int,
    at: int,
    dh: np.ndarray,
    later: np.ndarray,
    gates: np.ndarray,
    h: np.ndarray,
    kept: np.ndarray,
    da: np.ndarray,
    dn: np.ndarray,
) -> None:
    """One step back, in the names of `_Unroll.backward`: fills da[at], the blocks dr, dz, du, and dn[at]."""
    B, H = kept.shape
    one = h.dtype.type(1)
    for b in range(B):
        r, z, n = gates[t, b, :H], gates[t, b, H : 2 * H], gates[t, b, 2 * H : 3 * H]
        u, before = gates[t, b, 3 * H :], h[t, b]
        dr, dz, du, dn_now, dh_now = da[at, b, :H], da[at, b, H : 2 * H], da[at, b, 2 * H :], dn[at, b], kept[b]
        for k in range(H):
            dh_now[k] += dh[t, b, k] + later[b, k]
        for k in range(H):
            dn_now[k] = dh_now[k] * (one - z[k]) * (one - n[k] * n[k])
        for k in range(H):
            dz[k] = dh_now[k] * (before[k] - n[k]) * z[k] * (one - z[k])
        for k in range(H):
            dr[k] = dn_now[k] * u[k] * r[k] * (one - r[k])
        for k in range(H):
            du[k] = dn_now[k] * r[k]
        for k in range(H):
            dh_now[k] *= z[k]


class _Unroll(torch.autograd.Function):
    """One GRU layer over T steps; the gates of all steps are kept, to be seen and to go back by."""

    @staticmethod
    def forward(
        ctx, x: Tensor, h_0: Tensor, W_x: Tensor, W_h: Tensor, b_x: Tensor, b_h: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return h (T, B, H), and without gradient the blocks r, z, n, u (T, B, 4H)."""
        x, (T, B, _), H = x.contiguous(), x.shape, h_0.shape[1]
        a = product(x.view(T * B, -1), W_x, b_x).view(T, B, 3 * H)
        gates, h = x.new_empty(T, B, 4 * H), x.new_empty(T + 1, B, H)
        h[0] = h_0
        multiply, sums, bias, inside, states = recurrence(W_h, B), a.numpy(), b_h.numpy(), gates.numpy(), h.numpy()
        for t, h_t in enumerate(h[:-1].unbind()):
            _step(t, sums, multiply(h_t), bias, inside, states)
        ctx.mark_non_differentiable(gates)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, W_x, W_h, gates, h)
        return h[1:], gates

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor | None, _: None) -> Gradients:  # pyright: ignore[reportIncompatibleMethodOverride] (torch names the gradients; the decorator hides ctx)
        """Go back through time; a name like ``dr`` is ∂L/∂(the sum inside r's σ), ``du`` is ∂L/∂u::

        δh_t = ∂L/∂h_t + z_{t+1} ∘ δh_{t+1} + W_hᵀ [dr_{t+1}; dz_{t+1}; du_{t+1}]
        dn_t = δh_t ∘ (1 − z) ∘ (1 − n²)
        dz_t = δh_t ∘ (h_{t−1} − n) ∘ z ∘ (1 − z)
        dr_t = dn_t ∘ u ∘ r ∘ (1 − r)
        du_t = dn_t ∘ r
        """
        x, W_x, W_h, gates, h = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        dh = torch.zeros_like(h[1:]) if dh is None else dh.contiguous()
        given, inside, states = dh.numpy(), gates.numpy(), h.numpy()
        weights, dW_h, db_h = LayerGradients(x, W_x, ctx.needs_input_grad[0]), 0, 0
        multiply = recurrence(W_h.t(), B)
        kept, later = np.zeros((B, H), given.dtype), np.zeros((B, H), given.dtype)  # z ∘ δh, and what comes through W_h
        for now in reversed(windows(T, B * 4 * H)):
            steps = now.stop - now.start
            da, dn = x.new_empty(steps, B, 3 * H), x.new_empty(steps, B, H)
            da_values, dn_values, rows = da.numpy(), dn.numpy(), da.unbind()
            for t in reversed(range(now.start, now.stop)):
                _step_back(t, t - now.start, given, later, inside, states, kept, da_values, dn_values)
                later = multiply(rows[t - now.start])
            flat, before = da.view(-1, 3 * H), h[:-1][now].flatten(0, 1)  # (t·B, 3H), (t·B, H)
            dW_h = dW_h + product(before.t(), flat.t()).t()  # (3H, H)
            db_h = db_h + flat.sum(0)  # (3H,)
            da[:, :, 2 * H :] = dn  # in x's part of the sums, the candidate stands without its r
            weights.add(now, da)
        return weights.dx, torch.from_numpy(kept + later), weights.dW_x, dW_h, weights.db, db_h
