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

from core.cells.recurrent import Recurrent


class GRU(Recurrent):
    """A stack of GRU layers that returns every gate and state (see `Recurrent` for shapes and parameters)."""

    blocks = 3
    states = ("hidden_state",)

    def read(
        self, x: Tensor, state: list[Tensor], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer (shapes in `Recurrent.read`)."""
        unroll = _Unroll.apply if torch.is_grad_enabled() else _Unroll.forward
        hidden_state, gates, candidate = unroll(x, *state, *weights)
        r, z, _ = gates.chunk(3, dim=2)  # (T, B, H) each
        inside = {"reset_gate": r, "update_gate": z, "candidate": candidate, "hidden_state": hidden_state}
        return hidden_state, (hidden_state[-1],), inside


class _Unroll(torch.autograd.Function):
    """One GRU layer over T steps: activated gates overwrite their own sums, and stay for the backward pass."""

    @staticmethod
    def forward(
        x: Tensor, h0: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor
    ) -> tuple[Tensor, ...]:
        """Return h_1 … h_T (T, B, H), the blocks r, z, u (T, B, 3H) and n (T, B, H)."""
        (T, B, _), H = x.shape, h0.shape[1]
        x = x.reshape(T * B, -1)
        recurrent = weight_hh.t()  # (H, 3H)
        gates = x.new_empty(T, B, 3 * H)  # sums W x + b so far; u has no part in x
        torch.addmm(
            bias_ih[: 2 * H] + bias_hh[: 2 * H], x, weight_ih[: 2 * H].t(), out=gates.view(T * B, -1)[:, : 2 * H]
        )
        gates[:, :, 2 * H :] = bias_hh[2 * H :]
        n = torch.addmm(bias_ih[2 * H :], x, weight_ih[2 * H :].t()).view(T, B, H)
        h = x.new_empty(T, B, H)
        h_t = h0
        r, z, u = gates.chunk(3, dim=2)
        views = gates, gates[:, :, : 2 * H], r, z, u, n, h
        for a, rz, r_t, z_t, u_t, n_t, h_next in zip(*(view.unbind() for view in views), strict=True):
            a.addmm_(h_t, recurrent)  # (B, 3H)
            rz.sigmoid_()
            n_t.addcmul_(r_t, u_t).tanh_()
            torch.lerp(n_t, h_t, z_t, out=h_next)  # n + z ∘ (h − n)
            h_t = h_next
        return h, gates, n

    @staticmethod
    def setup_context(ctx, inputs: tuple[Tensor, ...], output: tuple[Tensor, ...]) -> None:
        """Keep what the backward pass reads; only h carries gradient."""
        x, h0, weight_ih, weight_hh, _, _ = inputs
        h, gates, n = output
        ctx.mark_non_differentiable(gates, n)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, h0, weight_ih, weight_hh, h, gates, n)

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor, *_: None) -> tuple[Tensor | None, ...]:
        """Go back through time; a name like ``dr`` is ∂L/∂(the sum inside r's σ).

        With δh_t the gradient of the state, and the factors K computed for all t at once::

            δh_t = ∂L/∂h_t + z_{t+1} ∘ δh_{t+1} + W_hhᵀ [dr_{t+1}; dz_{t+1}; du_{t+1}]
            dn_t = K_n ∘ δh_t                             K_n = (1 − z) ∘ (1 − n²)
            dr_t = K_r ∘ δh_t                             K_r = K_n ∘ u ∘ r ∘ (1 − r)
            dz_t = K_z ∘ δh_t                             K_z = (h_{t−1} − n) ∘ z ∘ (1 − z)
            du_t = K_u ∘ δh_t                             K_u = K_n ∘ r
        """
        x, h0, weight_ih, weight_hh, h, gates, n = ctx.saved_tensors
        T, B, H = h.shape
        r, z, u = gates.chunk(3, dim=2)  # (T, B, H) each
        before = torch.cat((h0.unsqueeze(0), h[:-1]))  # (T, B, H)
        da = torch.empty_like(gates)  # the factors K first, the gradients in their place afterwards
        K_r, K_z, K_u = da.chunk(3, dim=2)
        K_n = aten.tanh_backward(1 - z, n)
        aten.sigmoid_backward.grad_input(K_n * u, r, grad_input=K_r)
        aten.sigmoid_backward.grad_input(before - n, z, grad_input=K_z)
        torch.mul(K_n, r, out=K_u)
        dh = dh.clone(memory_format=torch.contiguous_format)  # (T, B, H)
        carried = None
        views = da, da.view(T, B, 3, H), z, dh
        for da_t, da_rzu, z_t, dh_t in zip(*(reversed(view.unbind()) for view in views), strict=True):
            if carried is not None:
                dh_t.add_(carried)  # (B, H)
            da_rzu.mul_(dh_t.unsqueeze(1))  # (B, 3, H)
            carried = torch.addmm(dh_t * z_t, da_t, weight_hh)  # (B, H)
        dn = dh.mul_(K_n).view(T * B, H)
        da = da.view(T * B, 3 * H)
        drz, x = da[:, : 2 * H], x.reshape(T * B, -1)
        dx = dn @ weight_ih[2 * H :]  # (T·B, I)
        dx.addmm_(drz, weight_ih[: 2 * H])
        ih = torch.cat((drz.t() @ x, dn.t() @ x))
        bias_hh = da.sum(0)  # (3H,)
        bias_ih = torch.cat((bias_hh[: 2 * H], dn.sum(0)))
        return dx.view(T, B, -1), carried, ih, da.t() @ before.view(T * B, H), bias_ih, bias_hh
