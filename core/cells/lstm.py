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

from core.cells.recurrent import Recurrent


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
        unroll = _Unroll.apply if torch.is_grad_enabled() else _Unroll.forward
        hidden_state, last_cell_state, gates, cell_state, _ = unroll(x, *state, *weights)
        i, f, g, o = gates.chunk(4, dim=2)  # (T, B, H) each
        inside = {"input_gate": i, "forget_gate": f, "output_gate": o, "candidate": g}
        inside |= {"cell_state": cell_state[1:], "hidden_state": hidden_state}
        return hidden_state, (hidden_state[-1], last_cell_state), inside


class _Unroll(torch.autograd.Function):
    """One LSTM layer over T steps: activated gates overwrite their own sums, and stay for the backward pass."""

    @staticmethod
    def forward(
        x: Tensor, h0: Tensor, c0: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor
    ) -> tuple[Tensor, ...]:
        """Return h_1 … h_T (T, B, H), c_T (B, H), the gates (T, B, 4H), c_0 … c_T (T + 1, B, H) and tanh c_t (T, B, H)."""
        (T, B, _), H = x.shape, h0.shape[1]
        minus_one = x.new_tensor(-1.0)
        # tanh(a) = 2σ(2a) − 1 is several times faster than torch's tanh; with g's rows doubled, one σ serves all blocks.
        double = x.new_ones(4, H).index_fill_(0, torch.tensor(2), 2).view(4 * H, 1)
        bias = (bias_ih + bias_hh) * double[:, 0]  # (4H,)
        recurrent = (weight_hh * double).t()  # (H, 4H)
        gates = torch.addmm(bias, x.reshape(T * B, -1), (weight_ih * double).t()).view(
            T, B, 4 * H
        )  # sums W x + b so far
        h, c = x.new_empty(T + 1, B, H), x.new_empty(T + 1, B, H)
        tanh_c = x.new_empty(T, B, H)
        h[0], c[0] = h0, c0
        h_t, c_t = h[0], c[0]
        views = gates, *gates.chunk(4, dim=2), h[1:], c[1:], tanh_c
        for a, i, f, g, o, h_next, c_next, s in zip(*(view.unbind() for view in views), strict=True):
            a.addmm_(h_t, recurrent).sigmoid_()  # (B, 4H)
            torch.add(minus_one, g, alpha=2, out=g)
            torch.mul(f, c_t, out=c_next).addcmul_(i, g)  # c = f ∘ c + i ∘ g
            torch.add(minus_one, torch.mul(c_next, 2, out=s).sigmoid_(), alpha=2, out=s)
            torch.mul(o, s, out=h_next)  # h = o ∘ tanh(c)
            h_t, c_t = h_next, c_next
        return h[1:], c_t.clone(), gates, c, tanh_c

    @staticmethod
    def setup_context(ctx, inputs: tuple[Tensor, ...], output: tuple[Tensor, ...]) -> None:
        """Keep what the backward pass reads; only h and the last c carry gradient."""
        x, h0, _, weight_ih, weight_hh, _, _ = inputs
        h, _, gates, c, tanh_c = output
        ctx.mark_non_differentiable(gates, c, tanh_c)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, h0, weight_ih, weight_hh, h, gates, c, tanh_c)

    @staticmethod
    @once_differentiable
    def backward(ctx, dh: Tensor | None, dc_last: Tensor | None, *_: None) -> tuple[Tensor | None, ...]:
        """Go back through time; a name like ``di`` is ∂L/∂(the sum inside i's σ).

        With δh_t and δc_t the gradients of the states, and the factors K computed for all t at once::

            δh_t = ∂L/∂h_t + W_hhᵀ da_{t+1}
            δc_t = f_{t+1} ∘ δc_{t+1} + K_c ∘ δh_t        K_c = o ∘ (1 − tanh² c)
            di_t = K_i ∘ δc_t                             K_i = g ∘ i ∘ (1 − i)
            df_t = K_f ∘ δc_t                             K_f = c_{t−1} ∘ f ∘ (1 − f)
            dg_t = K_g ∘ δc_t                             K_g = i ∘ (1 − g²)
            do_t = K_o ∘ δh_t                             K_o = tanh c ∘ o ∘ (1 − o)
        """
        x, h0, weight_ih, weight_hh, h, gates, c, tanh_c = ctx.saved_tensors
        T, B, H = h.shape
        i, f, g, o = gates.chunk(4, dim=2)  # (T, B, H) each
        da = torch.empty_like(gates)  # the factors K first, the gradients in their place afterwards
        K_i, K_f, K_g, K_o = da.chunk(4, dim=2)
        aten.sigmoid_backward.grad_input(g, i, grad_input=K_i)
        aten.sigmoid_backward.grad_input(c[:-1], f, grad_input=K_f)
        aten.tanh_backward.grad_input(i, g, grad_input=K_g)
        aten.sigmoid_backward.grad_input(tanh_c, o, grad_input=K_o)
        K_c = aten.tanh_backward(o, tanh_c)
        dh = torch.zeros_like(h) if dh is None else dh.clone(memory_format=torch.contiguous_format)  # (T, B, H)
        dc = torch.zeros_like(h[0]) if dc_last is None else dc_last.clone()  # (B, H)
        later = None
        views = da, da[:, :, : 3 * H].view(T, B, 3, H), K_o, K_c, f, dh
        for da_t, da_ifg, da_o, K, f_t, dh_t in zip(*(reversed(view.unbind()) for view in views), strict=True):
            if later is not None:
                dh_t.addmm_(later, weight_hh)  # (B, H)
            dc.addcmul_(K, dh_t)
            da_ifg.mul_(dc.unsqueeze(1))  # (B, 3, H)
            da_o.mul_(dh_t)
            dc.mul_(f_t)
            later = da_t
        da = da.view(T * B, 4 * H)
        dx = torch.mm(da, weight_ih).view_as(x) if ctx.needs_input_grad[0] else None  # (T, B, I)
        dh0 = later @ weight_hh if ctx.needs_input_grad[1] else None  # (B, H)
        before = torch.cat((h0.unsqueeze(0), h[:-1])).view(T * B, H)
        bias = da.sum(0)  # (4H,)
        return dx, dh0, dc, da.t() @ x.reshape(T * B, -1), da.t() @ before, bias, bias
