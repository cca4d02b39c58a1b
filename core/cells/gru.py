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

from core.cells.recurrent import Recurrent, add_product, product, steps


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
    """One GRU layer over T steps: the activated gates overwrite their own sums, and serve the backward pass."""

    @staticmethod
    def forward(
        ctx, x: Tensor, h_0: Tensor, W_i: Tensor, W_h: Tensor, b_i: Tensor, b_h: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return h (T, B, H), and without gradient the blocks r, z, u (T, B, 3H) and n (T, B, H)."""
        (T, B, _), H = x.shape, h_0.shape[1]
        h = x.new_empty(T + 1, B, H)
        h[0] = h_0
        # tanh a = 2σ(2a) − 1 takes a fraction of the time of torch's tanh; n's rows are doubled for it.
        double = torch.tensor([1, 1, 2], dtype=x.dtype).repeat_interleave(H)  # (3H,)
        b = torch.cat((b_i[: 2 * H] + b_h[: 2 * H], b_i[2 * H :])) * double  # (3H,)
        gates = product(x.reshape(T * B, -1), W_i * double[:, None], b).view(T, B, 3 * H)
        n = gates[:, :, 2 * H :].clone()  # (T, B, H); u, which has no part in x, takes its place
        gates[:, :, 2 * H :] = b_h[2 * H :]
        with torch.inference_mode():
            W = W_h.t().contiguous().t()  # (3H, H)
            minus_one = x.new_tensor(-1.0)
            h_t = h[0]  # (B, H)
            rz = gates[:, :, : 2 * H]
            for a, rz_t, r_t, z_t, u_t, n_t, h_next in steps(gates, rz, *gates.chunk(3, dim=2), n, h[1:]):
                add_product(a, h_t, W)  # (B, 3H)
                rz_t.sigmoid_()
                n_t.addcmul_(r_t, u_t, value=2).sigmoid_()
                torch.add(minus_one, n_t, alpha=2, out=n_t)
                torch.lerp(n_t, h_t, z_t, out=h_next)  # h = n + z ∘ (h − n)
                h_t = h_next
        ctx.mark_non_differentiable(gates, n)
        ctx.save_for_backward(x, W_i, W_h, gates, n, h)
        return h[1:], gates, n

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor, *_: Tensor) -> tuple[Tensor | None, ...]:
        """Go back through time; a name like ``dr`` is ∂L/∂(the sum inside r's σ).

        With δh_t the gradient of the state, and the factors K computed for all t at once::

            δh_t = ∂L/∂h_t + z_{t+1} ∘ δh_{t+1} + W_hᵀ [dr_{t+1}; dz_{t+1}; du_{t+1}]
            dn_t = K_n ∘ δh_t                             K_n = (1 − z) ∘ (1 − n²)
            dr_t = K_r ∘ δh_t                             K_r = K_n ∘ u ∘ r ∘ (1 − r)
            dz_t = K_z ∘ δh_t                             K_z = (h_{t−1} − n) ∘ z ∘ (1 − z)
            du_t = K_u ∘ δh_t                             K_u = K_n ∘ r
        """
        x, W_i, W_h, gates, n, h = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        dh = dh.clone(memory_format=torch.contiguous_format)  # (T, B, H)
        r, z, u = gates.chunk(3, dim=2)  # (T, B, H) each
        da = torch.empty_like(gates)  # the factors K first; step by step the gradients take their place
        K_r, K_z, K_u = da.chunk(3, dim=2)
        K_n = aten.tanh_backward(1 - z, n)
        aten.sigmoid_backward.grad_input(K_n * u, r, grad_input=K_r)
        aten.sigmoid_backward.grad_input(h[:-1] - n, z, grad_input=K_z)
        torch.mul(K_n, r, out=K_u)
        with torch.inference_mode():
            later = None
            for da_t, da_blocks, z_t, dh_t in reversed(steps(da, da.view(T, B, 3, H), z, dh)):
                if later is not None:
                    add_product(dh_t.addcmul_(*later[:2]), later[2], W_h.t())  # (B, H)
                da_blocks.mul_(dh_t.unsqueeze(1))  # (B, 3, H)
                later = z_t, dh_t, da_t
        dh_0 = torch.addmm(z[0] * dh[0], da[0], W_h) if ctx.needs_input_grad[1] else None  # (B, H)
        da = da.view(T * B, 3 * H)
        dW_h = product(h[:-1].view(T * B, H).t(), da.t()).t()  # (3H, H)
        db_h = da.sum(0)  # (3H,)
        torch.mul(dh.view(T * B, H), K_n.view(T * B, H), out=da[:, 2 * H :])  # dn in the place of du
        dW_i = product(x.reshape(T * B, -1).t(), da.t()).t()  # (3H, I)
        db_i = da.sum(0)  # (3H,)
        dx = product(da, W_i.t()).view_as(x) if ctx.needs_input_grad[0] else None
        return dx, dh_0, dW_i, dW_h, db_i, db_h
