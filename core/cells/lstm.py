"""The long short-term memory: a cell whose memory is written, kept and read through gates.

With input x_t, hidden state h_t and cell state c_t, σ the logistic function and ∘ the product element by element::

    i_t = σ(W_ii x_t + b_ii + W_hi h_{t−1} + b_hi)         input gate
    f_t = σ(W_if x_t + b_if + W_hf h_{t−1} + b_hf)         forget gate
    g_t = tanh(W_ig x_t + b_ig + W_hg h_{t−1} + b_hg)      candidate
    o_t = σ(W_io x_t + b_io + W_ho h_{t−1} + b_ho)         output gate
    c_t = f_t ∘ c_{t−1} + i_t ∘ g_t                        cell state
    h_t = o_t ∘ tanh(c_t)                                  hidden state

The weights hold the four blocks of rows in the order i, f, g, o, as in `torch.nn.LSTM`.

References
----------
- Hochreiter, Schmidhuber 1997, "Long Short-Term Memory": the memory cell with input and output gates.
- Gers, Schmidhuber, Cummins 2000, "Learning to Forget: Continual Prediction with LSTM": the forget gate.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.ops import aten

from core.cells.recurrent import Recurrent, adder, gated_tanh, product, spread, steps, tanh, windows


class LSTM(Recurrent):
    """A stack of LSTM layers that returns every gate and state (see `Recurrent` for shapes and parameters)."""

    blocks = 4
    states = ("hidden_state", "cell_state")

    def reset_parameters(self, generator: torch.Generator | None = None, *, forget_bias: float = 0.0) -> None:
        """Draw every weight and bias anew, uniformly from ±1/√H; then add `forget_bias` to ``bias_ih``'s forget block."""
        super().reset_parameters(generator)
        H = self.hidden_size
        for layer in range(self.num_layers):
            getattr(self, f"bias_ih_l{layer}").data[H : 2 * H] += forget_bias

    def read(
        self, x: Tensor, state: list[Tensor], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer (shapes in `Recurrent.read`)."""
        h, c_T, gates, c = _Unroll.apply(x, *state, *weights)
        i, f, g, o = gates.chunk(4, dim=2)  # (T, B, H) each
        inside = {"input_gate": i, "forget_gate": f, "output_gate": o, "candidate": g}
        return h, (h[-1], c_T), inside | {"cell_state": c, "hidden_state": h}


class _Unroll(torch.autograd.Function):
    """One LSTM layer over T steps: each step's gates overwrite the sums they come from, and serve the backward pass."""

    @staticmethod
    def forward(
        ctx, x: Tensor, h_0: Tensor, c_0: Tensor, W_i: Tensor, W_h: Tensor, b_i: Tensor, b_h: Tensor
    ) -> tuple[Tensor, ...]:
        """Return h (T, B, H), c_T (B, H), and without gradient the gates (T, B, 4H) and c (T, B, H)."""
        (T, B, _), H = x.shape, h_0.shape[1]
        h, c = x.new_empty(T + 1, B, H), x.new_empty(T + 1, B, H)
        h[0], c[0] = h_0, c_0
        # torch's tanh takes six times as long as its σ, and tanh a = 2σ(2a) − 1: with g's rows doubled, one σ serves all.
        double = x.new_ones(4 * H)
        double[2 * H : 3 * H] = 2
        gates = product(x.reshape(T * B, -1), W_i * double[:, None], (b_i + b_h) * double).view(T, B, 4 * H)
        with torch.inference_mode():
            add_recurrent = adder(W_h * double[:, None], B, T)
            a = x.new_empty(B, 4 * H)
            i, f, g, o = a.chunk(4, dim=1)  # (B, H) each
            h_t, c_t = h[0], c[0]  # (B, H)
            for gates_t, h_next, c_next in steps(gates, h[1:], c[1:]):
                add_recurrent(gates_t, h_t, a).sigmoid_()  # (B, 4H)
                spread(g)
                torch.mul(f, c_t, out=c_next).addcmul_(i, g)  # c = f ∘ c + i ∘ g
                gated_tanh(o, c_next, out=h_next)  # h = o ∘ tanh c
                gates_t.copy_(a)
                h_t, c_t = h_next, c_next
        ctx.mark_non_differentiable(gates, c)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, W_i, W_h, gates, h, c)
        return h[1:], c[-1].clone(), gates, c[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor | None, dc_T: Tensor | None, *_: None) -> tuple[Tensor | None, ...]:
        """Go back through time; a name like ``di`` is ∂L/∂(the sum inside i's σ).

        With δh_t and δc_t the gradients of the states, and factors K that need no step-by-step work::

            δh_t = ∂L/∂h_t + W_hᵀ [di_{t+1}; df_{t+1}; dg_{t+1}; do_{t+1}]
            δc_t = f_{t+1} ∘ δc_{t+1} + K_c ∘ δh_t        K_c = o ∘ (1 − tanh² c)
            di_t = K_i ∘ δc_t                             K_i = g ∘ i ∘ (1 − i)
            df_t = K_f ∘ δc_t                             K_f = c_{t−1} ∘ f ∘ (1 − f)
            dg_t = K_g ∘ δc_t                             K_g = i ∘ (1 − g²)
            do_t = K_o ∘ δh_t                             K_o = tanh c ∘ o ∘ (1 − o)
        """
        x, W_i, W_h, gates, h, c = ctx.saved_tensors
        (T, B, _), H = x.shape, h.shape[2]
        dh = x.new_zeros(1, B, H).expand(T, B, H) if dh is None else dh
        dh_t, dc_t = x.new_empty(B, H), x.new_zeros(B, H) if dc_T is None else dc_T.clone()
        da_later = x.new_zeros(B, 4 * H)
        dx = torch.empty_like(x) if ctx.needs_input_grad[0] else None
        dW, db = 0, 0
        add_recurrent = adder(W_h.t(), B, T)
        for now in reversed(windows(T, B * 4 * H)):
            i, f, g, o = gates[now].chunk(4, dim=2)  # (t, B, H) each
            h_before, c_before, c_now = h[:-1][now], c[:-1][now], c[1:][now]
            tanh_c = tanh(c_now, out=torch.empty_like(c_now))
            da = torch.empty_like(gates[now])  # the factors K first; step by step the gradients take their place
            K_i, K_f, K_g, K_o = da.chunk(4, dim=2)
            aten.sigmoid_backward.grad_input(g, i, grad_input=K_i)
            aten.sigmoid_backward.grad_input(c_before, f, grad_input=K_f)
            aten.tanh_backward.grad_input(i, g, grad_input=K_g)
            aten.sigmoid_backward.grad_input(tanh_c, o, grad_input=K_o)
            K_c = aten.tanh_backward(o, tanh_c)
            with torch.inference_mode():
                dc_blocks = dc_t.unsqueeze(1)
                difg = da[:, :, : 3 * H].view(-1, B, 3, H)
                for da_t, difg_t, do_t, f_t, K_t, dh_out in steps(da, difg, K_o, f, K_c, dh[now], backwards=True):
                    add_recurrent(dh_out, da_later, dh_t)  # (B, H)
                    do_t.mul_(dh_t)
                    dc_t.addcmul_(K_t, dh_t)
                    difg_t.mul_(dc_blocks)  # (B, 3, H)
                    dc_t.mul_(f_t)
                    da_later = da_t
            rows = da.view(-1, 4 * H)  # (t·B, 4H)
            if dx is not None:
                dx[now] = product(rows, W_i.t()).view_as(dx[now])
            seen = torch.cat((x[now], h_before), dim=2).flatten(0, 1)  # (t·B, I + H)
            dW = dW + product(seen.t(), rows.t())  # (I + H, 4H)
            db = db + rows.sum(0)  # (4H,)
        dW = dW.t()
        return dx, da_later @ W_h, dc_t, dW[:, :-H], dW[:, -H:], db, db
