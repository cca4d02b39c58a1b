"""The gated recurrent unit: one state that a gate keeps or replaces by a candidate.

With input x_t and hidden state h_t, σ the logistic function and ∘ the product element by element::

    r_t = σ(W_ir x_t + b_ir + W_hr h_{t−1} + b_hr)         reset gate
    z_t = σ(W_iz x_t + b_iz + W_hz h_{t−1} + b_hz)         update gate
    u_t = W_hn h_{t−1} + b_hn                              what the past offers to the candidate
    n_t = tanh(W_in x_t + b_in + r_t ∘ u_t)                candidate
    h_t = z_t ∘ h_{t−1} + (1 − z_t) ∘ n_t                  hidden state

The weights hold the three blocks of rows in the order r, z, n, as in `torch.nn.GRU`. Two conventions differ between texts.
Here, as in torch and in Cho et al. 2014, z *keeps the old state*; elsewhere z and 1 − z change places. Here, as in torch,
the reset gate is applied *after* the recurrent matrix and its bias, r ∘ (W_hn h + b_hn); in Cho et al. 2014 before it,
W_hn (r ∘ h).

References
----------
- Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio 2014, "Learning Phrase Representations using RNN
  Encoder–Decoder for Statistical Machine Translation", equations 5 to 8.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.ops import aten

from core.cells.recurrent import Recurrent, adder, product, steps, tanh, windows


class GRU(Recurrent):
    """A stack of GRU layers that returns every gate and state (see `Recurrent` for shapes and parameters)."""

    blocks = 3
    states = ("hidden_state",)

    def read(
        self, x: Tensor, state: list[Tensor], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer (shapes in `Recurrent.read`)."""
        h, gates, n = _Unroll.apply(x, *state, *weights)
        r, z, _ = gates.chunk(3, dim=2)  # (T, B, H) each
        return h, (h[-1],), {"reset_gate": r, "update_gate": z, "candidate": n, "hidden_state": h}


class _Unroll(torch.autograd.Function):
    """One GRU layer over T steps: each step's gates overwrite the sums they come from, and serve the backward pass."""

    @staticmethod
    def forward(
        ctx, x: Tensor, h_0: Tensor, W_i: Tensor, W_h: Tensor, b_i: Tensor, b_h: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return h (T, B, H), and without gradient the blocks r, z, u (T, B, 3H) and n (T, B, H)."""
        (T, B, _), H = x.shape, h_0.shape[1]
        h = x.new_empty(T + 1, B, H)
        h[0] = h_0
        b = torch.cat((b_i[: 2 * H] + b_h[: 2 * H], b_i[2 * H :]))  # (3H,)
        gates = product(x.reshape(T * B, -1), W_i, b).view(T, B, 3 * H)
        n = gates[:, :, 2 * H :].clone()  # (T, B, H); u, which has no part in x, takes its place
        gates[:, :, 2 * H :] = b_h[2 * H :]
        with torch.inference_mode():
            add_recurrent = adder(W_h, B, T)
            a = x.new_empty(B, 3 * H)
            r, z, u = a.chunk(3, dim=1)  # (B, H) each
            rz = a[:, : 2 * H]
            h_t = h[0]  # (B, H)
            for gates_t, n_t, h_next in steps(gates, n, h[1:]):
                add_recurrent(gates_t, h_t, a)  # (B, 3H)
                rz.sigmoid_()
                tanh(n_t.addcmul_(r, u), out=n_t)
                torch.lerp(n_t, h_t, z, out=h_next)  # h = n + z ∘ (h − n)
                gates_t.copy_(a)
                h_t = h_next
        ctx.mark_non_differentiable(gates, n)
        ctx.save_for_backward(x, W_i, W_h, gates, n, h)
        return h[1:], gates, n

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor, *_: Tensor) -> tuple[Tensor | None, ...]:
        """Go back through time; a name like ``dr`` is ∂L/∂(the sum inside r's σ).

        With δh_t the gradient of the state, and factors K that need no step-by-step work::

            δh_t = ∂L/∂h_t + z_{t+1} ∘ δh_{t+1} + W_hᵀ [dr_{t+1}; dz_{t+1}; du_{t+1}]
            dn_t = K_n ∘ δh_t                             K_n = (1 − z) ∘ (1 − n²)
            dr_t = K_r ∘ δh_t                             K_r = K_n ∘ u ∘ r ∘ (1 − r)
            dz_t = K_z ∘ δh_t                             K_z = (h_{t−1} − n) ∘ z ∘ (1 − z)
            du_t = K_u ∘ δh_t                             K_u = K_n ∘ r
        """
        x, W_i, W_h, gates, n, h = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        dh_t, kept, da_later = x.new_empty(B, H), x.new_zeros(B, H), x.new_zeros(B, 3 * H)
        dx = torch.empty_like(x) if ctx.needs_input_grad[0] else None
        dW_i, dW_h, db_i, db_h = 0, 0, 0, 0
        add_recurrent = adder(W_h.t(), B, T)
        for now in reversed(windows(T, B * 4 * H)):
            (r, z, u), n_now, h_before = gates[now].chunk(3, dim=2), n[now], h[:-1][now]  # (t, B, H) each
            da = torch.empty_like(gates[now])  # the factors K first; step by step the gradients take their place
            K_r, K_z, K_u = da.chunk(3, dim=2)
            K_n = aten.tanh_backward(1 - z, n_now)
            aten.sigmoid_backward.grad_input(K_n * u, r, grad_input=K_r)
            aten.sigmoid_backward.grad_input(h_before - n_now, z, grad_input=K_z)
            torch.mul(K_n, r, out=K_u)
            with torch.inference_mode():
                blocks, dh_blocks = da.view(-1, B, 3, H), dh_t.unsqueeze(1)
                for da_t, blocks_t, dn_t, z_t, dh_out in steps(da, blocks, K_n, z, dh[now], backwards=True):
                    add_recurrent(dh_out, da_later, dh_t).add_(kept)  # (B, H)
                    blocks_t.mul_(dh_blocks)  # (B, 3, H)
                    dn_t.mul_(dh_t)
                    torch.mul(z_t, dh_t, out=kept)
                    da_later = da_t
            rows = da.view(-1, 3 * H)  # (t·B, 3H)
            dW_h = dW_h + product(h_before.flatten(0, 1).t(), rows.t())  # (H, 3H)
            db_h = db_h + rows.sum(0)  # (3H,)
            kept, da_later = torch.addmm(kept, da_later, W_h), x.new_zeros(B, 3 * H)  # all that reaches earlier windows
            da[:, :, 2 * H :] = K_n  # dn in the place of du
            dW_i = dW_i + product(x[now].flatten(0, 1).t(), rows.t())  # (I, 3H)
            db_i = db_i + rows.sum(0)  # (3H,)
            if dx is not None:
                dx[now] = product(rows, W_i.t()).view_as(dx[now])
        return dx, kept, dW_i.t(), dW_h.t(), db_i, db_h
