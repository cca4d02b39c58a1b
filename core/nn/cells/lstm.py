"""The long short-term memory: a cell whose memory is written, kept and read through gates; with all its variants.

With input x_t, hidden state h_t and cell state c_t, σ the logistic function and ∘ the product element by element::

    i_t = σ(W_i x_t + R_i h_{t−1} + b_i + p_i ∘ c_{t−1})       input gate
    f_t = σ(W_f x_t + R_f h_{t−1} + b_f + p_f ∘ c_{t−1})       forget gate
    g_t = tanh(W_g x_t + R_g h_{t−1} + b_g)                    candidate
    c_t = f_t ∘ c_{t−1} + i_t ∘ g_t                            cell state
    o_t = σ(W_o x_t + R_o h_{t−1} + b_o + p_o ∘ c_t)           output gate
    h_t = o_t ∘ tanh(c_t)                                      hidden state

The terms with p are the *peepholes*: through them gates see the cell itself, each unit its own, so p is diagonal.
Variants leave one thing out, or change it:

======  ==========================================================
V       all of the above ("vanilla")
NP      no peepholes: the cell of `torch.nn.LSTM`
NIG     no input gate: i = 1
NFG     no forget gate: f = 1
NOG     no output gate: o = 1
NIAF    no input activation: g = W_g x + R_g h + b_g
NOAF    no output activation: h = o ∘ c
CIFG    coupled input and forget gate: f = 1 − i
FGR     full gate recurrence: every gate also sees i, f and o of the step before, through nine more matrices
======  ==========================================================

The weights hold the blocks of rows in the order i, f, g, o, without that of a gate left out; ``weight_ih`` is W,
``weight_hh`` is R. ``weight_peephole`` holds a row p a gate, and ``weight_gates`` (3H, 3H) what the gates i, f, o take
from the last step's i, f, o.

References
----------
- Hochreiter, Schmidhuber 1997, "Long Short-Term Memory": the memory cell with input and output gates.
- Gers, Schmidhuber, Cummins 2000, "Learning to Forget: Continual Prediction with LSTM": the forget gate.
- Gers, Schmidhuber 2000, "Recurrent Nets that Time and Count": the peepholes.
- Greff, Srivastava, Koutník, Steunebrink, Schmidhuber 2017, "LSTM: A Search Space Odyssey": the variants, section IV.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from core.nn.cells.kernels import kernel, sigmoid, tanh
from core.nn.cells.recurrent import Gradients, LayerGradients, Recurrent, product, recurrence, windows

GATES = "ifo"
"""The gates in the order of the rows of ``weight_peephole`` and of the blocks of ``weight_gates``."""

NAMES = {"input_gate": "i", "forget_gate": "f", "output_gate": "o", "candidate": "g"}
"""The letters of gates and candidate in the equations."""


@dataclass(frozen=True)
class Variant:
    """What a variant has: its blocks of rows, in order, and which of the parts that can be left out."""

    blocks: str = "ifgo"
    peepholes: bool = True
    coupled: bool = False
    input_activation: bool = True
    output_activation: bool = True
    gate_recurrence: bool = False

    @property
    def gates(self) -> str:
        """Those of i, f, o that have weights of their own."""
        return "".join(gate for gate in GATES if gate in self.blocks)

    @property
    def switches(self) -> tuple[bool, ...]:
        """As the kernels take them: has i, f, o; coupled, and the two activations."""
        has = (gate in self.blocks for gate in GATES)
        return *has, self.coupled, self.input_activation, self.output_activation


VARIANTS = {
    "V": Variant(),
    "NP": Variant(peepholes=False),
    "NIG": Variant("fgo"),
    "NFG": Variant("igo"),
    "NOG": Variant("ifg"),
    "NIAF": Variant(input_activation=False),
    "NOAF": Variant(output_activation=False),
    "CIFG": Variant("igo", coupled=True),
    "FGR": Variant(gate_recurrence=True),
}


class LSTM(Recurrent):
    """A stack of LSTM layers that returns every gate and state (see `Recurrent` for shapes and other parameters).

    Parameters
    ----------
    variant : str
        A key of `VARIANTS`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        *,
        variant: str = "NP",
        bidirectional: bool = False,
    ) -> None:
        if variant not in VARIANTS:
            raise ValueError(f"the variants are {', '.join(VARIANTS)}, not {variant!r}")
        self.variant = VARIANTS[variant]
        self.blocks = len(self.variant.blocks)
        self.states = ("hidden_state", "cell_state")
        if self.variant.gate_recurrence:
            self.states += ("input_gate", "forget_gate", "output_gate")
        self.retain_sign = -1 if self.variant.coupled else 1
        retain_gate = self.variant.blocks.find("i" if self.variant.coupled else "f")
        self.retain_gate = None if retain_gate < 0 else retain_gate
        super().__init__(input_size, hidden_size, num_layers, bidirectional=bidirectional)

    def shapes(self, inputs: int) -> dict[str, tuple[int, ...]]:
        """The parameters of one layer, with the peepholes and the full gate recurrence where the variant has them."""
        H, more = self.hidden_size, {}
        if self.variant.peepholes:
            more["weight_peephole"] = (len(self.variant.gates), H)
        if self.variant.gate_recurrence:
            more["weight_gates"] = (3 * H, 3 * H)
        return super().shapes(inputs) | more

    def close_input_gate(self, place: int, bias: Tensor) -> None:
        """Start the input gate at −`bias`: what is kept long is written rarely."""
        if "i" in self.variant.blocks and not self.variant.coupled:
            at, weights = self.variant.blocks.find("i"), self.weights(place)
            weights["bias_ih"].split(self.hidden_size)[at].copy_(-bias)
            weights["bias_hh"].split(self.hidden_size)[at].zero_()

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction (shapes in `Recurrent.read`)."""
        h_0, c_0, *gates_0 = state
        s_0, R = torch.cat((h_0, *gates_0), dim=1) if gates_0 else h_0, self._recurrent_weight(weights)
        W, b = self._four_blocks(weights["weight_ih"]), self._four_blocks(weights["bias_ih"] + weights["bias_hh"])
        s, c_T, gates, c = _Unroll.apply(x, s_0, c_0, W, R, b, self._peepholes(weights), self.variant)
        h, *gates_T = s.split(self.hidden_size, dim=2)  # (T, B, H) each
        i, f, g, o = gates.chunk(4, dim=2)  # (T, B, H) each
        inside = {"input_gate": i, "forget_gate": f, "output_gate": o, "candidate": g}
        shown = self.variant.blocks + "f" * self.variant.coupled
        inside = {name: values for name, values in inside.items() if NAMES[name] in shown}
        last = (h[-1], c_T, *(gate[-1] for gate in gates_T))
        return h, last, inside | {"cell_state": c, "hidden_state": h}

    def _four_blocks(self, rows: Tensor) -> Tensor:
        """The blocks i, f, g, o, with zeros for those that the variant leaves out."""
        if self.blocks == 4:
            return rows
        H = self.hidden_size
        blocks = dict(zip(self.variant.blocks, rows.split(H), strict=True))
        return torch.cat([blocks[name] if name in blocks else rows.new_zeros(H, *rows.shape[1:]) for name in "ifgo"])

    def _peepholes(self, weights: dict[str, Tensor]) -> Tensor:
        """A row (H,) for each of i, f, o; zeros where there is none."""
        none = weights["bias_ih"].new_zeros(3, self.hidden_size)
        if not self.variant.peepholes:
            return none
        rows = torch.tensor([GATES.index(gate) for gate in self.variant.gates])
        return none.index_copy(0, rows, weights["weight_peephole"])

    def _recurrent_weight(self, weights: dict[str, Tensor]) -> Tensor:
        """R (4H, H), and with full gate recurrence (4H, 4H), for h and the last step's gates side by side."""
        R, H = self._four_blocks(weights["weight_hh"]), self.hidden_size
        if not self.variant.gate_recurrence:
            return R
        i, f, o = weights["weight_gates"].split(H)  # (H, 3H) each
        return torch.cat((R, torch.cat((i, f, i.new_zeros(H, 3 * H), o))), dim=1)


@kernel
def _step(
    t: int,
    past: np.ndarray,
    gates: np.ndarray,
    s: np.ndarray,
    c: np.ndarray,
    p: np.ndarray,
    has_i: bool,
    has_f: bool,
    has_o: bool,
    coupled: bool,
    squash_in: bool,
    squash_out: bool,
) -> None:
    """One step: gates[t] holds W x + b and becomes i, f, g, o; c[t + 1] becomes c_t, and s[t + 1] becomes h_t.

    `past` is R s_{t−1}. With full gate recurrence, s holds h, i, f, o side by side.
    """
    _, B, H = c.shape
    one = c.dtype.type(1)
    for b in range(B):
        row, add, before, now, h = gates[t, b], past[b], c[t, b], c[t + 1, b], s[t + 1, b]
        for u in range(4 * H):
            row[u] += add[u]
        for u in range(H):
            row[u] = sigmoid(row[u] + p[0, u] * before[u]) if has_i else one
        if coupled:
            for u in range(H):
                row[H + u] = one - row[u]
        else:
            for u in range(H):
                row[H + u] = sigmoid(row[H + u] + p[1, u] * before[u]) if has_f else one
        if squash_in:
            for u in range(H):
                row[2 * H + u] = tanh(row[2 * H + u])
        for u in range(H):
            now[u] = row[H + u] * before[u] + row[u] * row[2 * H + u]
        for u in range(H):
            row[3 * H + u] = sigmoid(row[3 * H + u] + p[2, u] * now[u]) if has_o else one
        for u in range(H):
            h[u] = row[3 * H + u] * (tanh(now[u]) if squash_out else now[u])
        if h.size > H:
            for u in range(H):
                h[H + u], h[2 * H + u], h[3 * H + u] = row[u], row[H + u], row[3 * H + u]


@kernel
def _step_back(
    t: int,
    at: int,
    ds: np.ndarray,
    later: np.ndarray,
    gates: np.ndarray,
    c: np.ndarray,
    p: np.ndarray,
    dc: np.ndarray,
    dp: np.ndarray,
    da: np.ndarray,
    has_i: bool,
    has_f: bool,
    has_o: bool,
    coupled: bool,
    squash_in: bool,
    squash_out: bool,
) -> None:
    """One step back, in the names of `_Unroll.backward`: fills da[at], adds to dp, and takes δc from c_t to c_{t−1}.

    `later` is Rᵀ da_{t+1}. Line by line the derivatives of `_step`, in reverse.
    """
    _, B, H = c.shape
    one, zero = c.dtype.type(1), c.dtype.type(0)
    e, read = np.empty(ds.shape[2], c.dtype), np.empty(H, c.dtype)  # ∂L/∂s_t; what the output gate lets out
    for b in range(B):
        row, out, before, now, dc_b = gates[t, b], da[at, b], c[t, b], c[t + 1, b], dc[b]
        for u in range(e.size):
            e[u] = ds[t, b, u] + later[b, u]
        for u in range(H):
            read[u] = tanh(now[u]) if squash_out else now[u]
        for u in range(H):
            dc_b[u] += e[u] * row[3 * H + u] * (one - read[u] * read[u] if squash_out else one)
        for u in range(H):  # do
            out[3 * H + u] = e[u] * read[u] if has_o else zero
        if e.size > H:
            for u in range(H):
                out[3 * H + u] += e[3 * H + u]
        for u in range(H):
            out[3 * H + u] *= row[3 * H + u] * (one - row[3 * H + u])
        for u in range(H):
            dc_b[u] += p[2, u] * out[3 * H + u]
        for u in range(H):  # dg
            out[2 * H + u] = dc_b[u] * row[u] * (one - row[2 * H + u] * row[2 * H + u] if squash_in else one)
        for u in range(H):  # df
            out[H + u] = dc_b[u] * before[u]
        for u in range(H):  # di
            out[u] = dc_b[u] * row[2 * H + u]
        if coupled:
            for u in range(H):
                out[u] -= out[H + u]
        if e.size > H:
            for u in range(2 * H):
                out[u] += e[H + u]
        for u in range(H):
            out[u] *= row[u] * (one - row[u]) if has_i else zero
        for u in range(H):
            out[H + u] *= row[H + u] * (one - row[H + u]) if has_f else zero
        for u in range(H):
            dc_b[u] = dc_b[u] * row[H + u] + p[0, u] * out[u] + p[1, u] * out[H + u]
        for u in range(H):
            dp[0, u] += before[u] * out[u]
        for u in range(H):
            dp[1, u] += before[u] * out[H + u]
        for u in range(H):
            dp[2, u] += now[u] * out[3 * H + u]


class _Unroll(torch.autograd.Function):
    """One LSTM layer over T steps; the gates of all steps are kept, to be seen and to go back by."""

    @staticmethod
    def forward(
        ctx, x: Tensor, s_0: Tensor, c_0: Tensor, W: Tensor, R: Tensor, b: Tensor, p: Tensor, variant: Variant
    ) -> tuple[Tensor, ...]:
        """Return s (T, B, H or 4H), c_T (B, H), and without gradient the blocks (T, B, 4H) and c (T, B, H)."""
        x, (T, B, _), H = x.contiguous(), x.shape, c_0.shape[1]
        gates = product(x.view(T * B, -1), W, b).view(T, B, -1)
        s, c = x.new_empty(T + 1, B, s_0.shape[1]), x.new_empty(T + 1, B, H)
        s[0], c[0] = s_0, c_0
        arrays = [*(tensor.numpy() for tensor in (gates, s, c, p)), *variant.switches]
        multiply = recurrence(R, B)
        for t, s_t in enumerate(s[:-1].unbind()):
            _step(t, multiply(s_t), *arrays)
        ctx.mark_non_differentiable(gates, c)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x, W, R, p, gates, s, c)
        ctx.switches = variant.switches
        return s[1:], c[-1].clone(), gates, c[1:]

    @staticmethod
    @once_differentiable
    def backward(ctx, ds: Tensor | None, dc_T: Tensor | None, *_: None) -> Gradients:  # pyright: ignore[reportIncompatibleMethodOverride] (torch names the gradients; the decorator hides ctx)
        """Go back through time; a name like ``di`` is ∂L/∂(the sum inside i's σ).

        With δh_t and δc_t the gradients of the states::

            δh_t = ∂L/∂h_t + Rᵀ [di_{t+1}; df_{t+1}; dg_{t+1}; do_{t+1}]
            do_t = δh_t ∘ tanh c ∘ o ∘ (1 − o)
            δc_t = f_{t+1} ∘ δc_{t+1} + p_i ∘ di_{t+1} + p_f ∘ df_{t+1} + δh_t ∘ o ∘ (1 − tanh² c) + p_o ∘ do_t
            dg_t = δc_t ∘ i ∘ (1 − g²)
            di_t = δc_t ∘ g ∘ i ∘ (1 − i)
            df_t = δc_t ∘ c_{t−1} ∘ f ∘ (1 − f)
        """
        x, W, R, p, gates, s, c = ctx.saved_tensors
        (T, B, _), H = x.shape, c.shape[2]
        ds = torch.zeros_like(s[1:]) if ds is None else ds.contiguous()
        dc = x.new_zeros(B, H) if dc_T is None else dc_T.clone(memory_format=torch.contiguous_format)
        dp = x.new_zeros(3, H)
        given, inside = ds.numpy(), [tensor.numpy() for tensor in (gates, c, p, dc, dp)]
        weights = LayerGradients(x, W, ctx.needs_input_grad[0])
        multiply, later = recurrence(R.t(), B), np.zeros((B, s.shape[2]), given.dtype)
        for now in reversed(windows(T, B * 4 * H)):
            da = x.new_empty(now.stop - now.start, B, 4 * H)
            gradients, rows = da.numpy(), da.unbind()
            for t in reversed(range(now.start, now.stop)):
                _step_back(t, t - now.start, given, later, *inside, gradients, *ctx.switches)
                later = multiply(rows[t - now.start])
            weights.add(now, da, s[:-1][now])
        gradients = weights.dx, torch.from_numpy(later).clone(), dc, weights.dW_x, weights.dW_h, weights.db
        return *gradients, dp, None
