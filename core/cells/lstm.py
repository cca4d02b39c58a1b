"""The long short-term memory: a cell whose memory is written, kept and read through gates; with all its variants.

With input x_t, hidden state h_t and cell state c_t, σ the logistic function and ∘ the product element by element::

    i_t = σ(W_i x_t + R_i h_{t−1} + b_i + p_i ∘ c_{t−1})       input gate
    f_t = σ(W_f x_t + R_f h_{t−1} + b_f + p_f ∘ c_{t−1})       forget gate
    g_t = tanh(W_g x_t + R_g h_{t−1} + b_g)                    candidate
    c_t = f_t ∘ c_{t−1} + i_t ∘ g_t                            cell state
    o_t = σ(W_o x_t + R_o h_{t−1} + b_o + p_o ∘ c_t)           output gate
    h_t = o_t ∘ tanh(c_t)                                      hidden state

The terms with p are the *peepholes*: through them gates see the cell itself, each unit its own, so p is diagonal. Variants
leave one thing out, or change it:

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

The weights hold the blocks of rows in the order i, f, g, o, without that of a gate left out; ``weight_ih`` is W, ``weight_hh`` is R.
``weight_peephole`` holds a row p a gate, and ``weight_gates`` (3H, 3H) what the gates i, f, o take from the last step's i, f, o.

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

from core.cells.kernels import kernel, sigmoid, tanh
from core.cells.recurrent import Recurrent, WeightGradients, product, recurrence, windows

GATES = "ifo"
"""The gates in the order of the rows of ``weight_peephole`` and of the blocks of ``weight_gates``."""


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
    def switches(self) -> tuple[tuple[int, ...], bool, bool, bool]:
        """As the kernels take them: which block holds i, f, g, o (−1: none); coupled, and the two activations."""
        return tuple(map(self.blocks.find, "ifgo")), self.coupled, self.input_activation, self.output_activation


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
        self, input_size: int, hidden_size: int, num_layers: int = 1, *, variant: str = "NP", bidirectional: bool = False
    ) -> None:
        if variant not in VARIANTS:
            raise ValueError(f"the variants are {', '.join(VARIANTS)}, not {variant!r}")
        self.variant = VARIANTS[variant]
        self.blocks = len(self.variant.blocks)
        self.states = ("hidden_state", "cell_state")
        if self.variant.gate_recurrence:
            self.states += ("input_gate", "forget_gate", "output_gate")
        at = self.variant.blocks.find("f")
        self.keeper = None if at < 0 else at
        super().__init__(input_size, hidden_size, num_layers, bidirectional=bidirectional)

    def shapes(self, inputs: int) -> dict[str, tuple[int, ...]]:
        """The parameters of one layer, with the peepholes and the full gate recurrence where the variant has them."""
        H, more = self.hidden_size, {}
        if self.variant.peepholes:
            more["weight_peephole"] = (len(self.variant.gates), H)
        if self.variant.gate_recurrence:
            more["weight_gates"] = (3 * H, 3 * H)
        return super().shapes(inputs) | more

    def open_rarely(self, place: int, bias: Tensor) -> None:
        """Start the input gate at −`bias`: what is kept long is written rarely."""
        if "i" in self.variant.blocks:
            at, weights = self.variant.blocks.find("i"), self.weights(place)
            weights["bias_ih"].split(self.hidden_size)[at].copy_(-bias)
            weights["bias_hh"].split(self.hidden_size)[at].zero_()

    def read(
        self, x: Tensor, state: list[Tensor], weights: dict[str, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...], dict[str, Tensor]]:
        """Run one layer in one direction (shapes in `Recurrent.read`)."""
        h_0, c_0, *gates_0 = state
        s_0, R = torch.cat((h_0, *gates_0), dim=1) if gates_0 else h_0, self._recurrent_weight(weights)
        bias = weights["bias_ih"] + weights["bias_hh"]  # (G,)
        p = self._peepholes(weights, x)  # (3, H)
        s, c_T, gates, c = _Unroll.apply(x, s_0, c_0, weights["weight_ih"], R, bias, p, self.variant)
        h, *gates_T = s.split(self.hidden_size, dim=2)  # (T, B, H) each
        blocks = dict(zip(self.variant.blocks, gates.chunk(self.blocks, dim=2), strict=True))  # (T, B, H) each
        if self.variant.coupled:
            blocks["f"] = 1 - blocks["i"]
        names = {"i": "input_gate", "f": "forget_gate", "o": "output_gate", "g": "candidate"}
        inside = {name: blocks[block] for block, name in names.items() if block in blocks}
        last = (h[-1], c_T, *(gate[-1] for gate in gates_T))
        return h, last, inside | {"cell_state": c, "hidden_state": h}

    def _peepholes(self, weights: dict[str, Tensor], x: Tensor) -> Tensor:
        """A row for each of i, f, o; zeros where there is none."""
        none = x.new_zeros(3, self.hidden_size)
        if not self.variant.peepholes:
            return none
        rows = torch.tensor([GATES.index(gate) for gate in self.variant.gates])
        return none.index_copy(0, rows, weights["weight_peephole"])

    def _recurrent_weight(self, weights: dict[str, Tensor]) -> Tensor:
        """R (G, H), and with full gate recurrence (4H, 4H), for h and the last step's gates side by side."""
        R, H = weights["weight_hh"], self.hidden_size
        if not self.variant.gate_recurrence:
            return R
        i, f, o = weights["weight_gates"].split(H)  # (H, 3H) each
        return torch.cat((R, torch.cat((i, f, i.new_zeros(H, 3 * H), o))), dim=1)


@kernel
def _block(row: np.ndarray, at: int, ones: np.ndarray) -> np.ndarray:
    """Block number `at` of a row of blocks; `ones` for −1, a gate that is left out."""
    H = ones.size
    return row[at * H : (at + 1) * H] if at >= 0 else ones


@kernel
def _step(
    t: int, past: np.ndarray, gates: np.ndarray, s: np.ndarray, c: np.ndarray, p: np.ndarray, ones: np.ndarray,
    at: tuple[int, int, int, int], coupled: bool, squash_in: bool, squash_out: bool,
) -> None:  # fmt: skip
    """One step: gates[t] holds W x + b and becomes the gates and the candidate; c[t + 1] becomes c_t, s[t + 1] becomes h_t.

    `past` is R s_{t−1}. With full gate recurrence, s holds h, i, f, o side by side.
    """
    _, B, H = c.shape
    for b in range(B):
        row, add, before, now, h = gates[t, b], past[b], c[t, b], c[t + 1, b], s[t + 1, b, :H]
        for u in range(row.size):
            row[u] += add[u]
        i, f, g, o = _block(row, at[0], ones), _block(row, at[1], ones), _block(row, at[2], ones), _block(row, at[3], ones)
        if at[0] >= 0:
            for u in range(H):
                i[u] = sigmoid(i[u] + p[0, u] * before[u])
        if at[1] >= 0:
            for u in range(H):
                f[u] = sigmoid(f[u] + p[1, u] * before[u])
        if squash_in:
            for u in range(H):
                g[u] = tanh(g[u])
        if coupled:
            for u in range(H):
                now[u] = before[u] + i[u] * (g[u] - before[u])
        else:
            for u in range(H):
                now[u] = f[u] * before[u] + i[u] * g[u]
        if at[3] >= 0:
            for u in range(H):
                o[u] = sigmoid(o[u] + p[2, u] * now[u])
        for u in range(H):
            h[u] = o[u] * (tanh(now[u]) if squash_out else now[u])
        if s.shape[2] > H:
            for u in range(H):
                s[t + 1, b, H + u], s[t + 1, b, 2 * H + u], s[t + 1, b, 3 * H + u] = i[u], f[u], o[u]


@kernel
def _step_back(
    t: int, place: int, ds: np.ndarray, later: np.ndarray, gates: np.ndarray, c: np.ndarray, p: np.ndarray,
    ones: np.ndarray, dc: np.ndarray, dp: np.ndarray, da: np.ndarray,
    at: tuple[int, int, int, int], coupled: bool, squash_in: bool, squash_out: bool,
) -> None:  # fmt: skip
    """One step back, in the names of `_Unroll.backward`: fills da[place], adds to dp, takes δc from c_{t+1} to c_t.

    `later` is Rᵀ da_{t+1}. Each line is the derivative of the line of `_step` that it undoes, in reverse.
    """
    _, B, H = c.shape
    one, read, e = c.dtype.type(1), np.empty_like(ones), np.empty((4, H), c.dtype)  # e: δh and the gradients of i, f, o
    for b in range(B):
        row, out, before, now, dc_b = gates[t, b], da[place, b], c[t, b], c[t + 1, b], dc[b]
        i, f, g, o = _block(row, at[0], ones), _block(row, at[1], ones), _block(row, at[2], ones), _block(row, at[3], ones)
        di, df, dg, do = _block(out, at[0], ones), _block(out, at[1], ones), _block(out, at[2], ones), _block(out, at[3], ones)
        for k in range(ds.shape[2] // H):
            for u in range(H):
                e[k, u] = ds[t, b, k * H + u] + later[b, k * H + u]
        for u in range(H):
            read[u] = tanh(now[u]) if squash_out else now[u]
        for u in range(H):
            dc_b[u] += e[0, u] * o[u] * (one - read[u] * read[u] if squash_out else one)
        if at[3] >= 0:
            for u in range(H):
                do[u] = e[0, u] * read[u]
            if ds.shape[2] > H:
                for u in range(H):
                    do[u] += e[3, u]
            for u in range(H):
                do[u] *= o[u] * (one - o[u])
            for u in range(H):
                dc_b[u] += p[2, u] * do[u]
            for u in range(H):
                dp[2, u] += now[u] * do[u]
        for u in range(H):
            dg[u] = dc_b[u] * i[u] * (one - g[u] * g[u] if squash_in else one)
        if at[0] >= 0:
            for u in range(H):
                di[u] = dc_b[u] * (g[u] - before[u] if coupled else g[u])
            if ds.shape[2] > H:
                for u in range(H):
                    di[u] += e[1, u]
            for u in range(H):
                di[u] *= i[u] * (one - i[u])
            for u in range(H):
                dp[0, u] += before[u] * di[u]
        if at[1] >= 0:
            for u in range(H):
                df[u] = dc_b[u] * before[u]
            if ds.shape[2] > H:
                for u in range(H):
                    df[u] += e[2, u]
            for u in range(H):
                df[u] *= f[u] * (one - f[u])
            for u in range(H):
                dp[1, u] += before[u] * df[u]
        for u in range(H):
            dc_b[u] *= one - i[u] if coupled else f[u]
        if at[0] >= 0:
            for u in range(H):
                dc_b[u] += p[0, u] * di[u]
        if at[1] >= 0:
            for u in range(H):
                dc_b[u] += p[1, u] * df[u]


class _Unroll(torch.autograd.Function):
    """One LSTM layer over T steps; the gates of all steps are kept, to be seen and to go back by."""

    @staticmethod
    def forward(
        ctx, x: Tensor, s_0: Tensor, c_0: Tensor, W: Tensor, R: Tensor, b: Tensor, p: Tensor, variant: Variant
    ) -> tuple[Tensor, ...]:
        """Return s (T, B, H or 4H), c_T (B, H), and without gradient the blocks (T, B, G) and c (T, B, H)."""
        (T, B, _), H = x.shape, c_0.shape[1]
        gates = product(x.reshape(T * B, -1), W, b).view(T, B, -1)
        s, c = x.new_empty(T + 1, B, s_0.shape[1]), x.new_empty(T + 1, B, H)
        s[0], c[0] = s_0, c_0
        arrays = [*(tensor.numpy() for tensor in (gates, s, c, p)), np.ones(H, c.numpy().dtype), *variant.switches]
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
    def backward(ctx, ds: Tensor | None, dc_T: Tensor | None, *_: None) -> tuple[Tensor | None, ...]:
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
        (T, B, _), H, G = x.shape, c.shape[2], gates.shape[2]
        ds = torch.zeros_like(s[1:]) if ds is None else ds.contiguous()
        dc = x.new_zeros(B, H) if dc_T is None else dc_T.clone(memory_format=torch.contiguous_format)
        dp = x.new_zeros(3, H)
        dx = torch.empty_like(x) if ctx.needs_input_grad[0] else None
        given, inside = ds.numpy(), [gates.numpy(), c.numpy(), p.numpy(), np.ones(H, c.numpy().dtype), dc.numpy(), dp.numpy()]
        sums, multiply, later = WeightGradients(), recurrence(R.t(), B), np.zeros((B, s.shape[2]), given.dtype)
        for now in reversed(windows(T, B * G)):
            da = x.new_empty(now.stop - now.start, B, G)
            gradients, rows = da.numpy(), da.unbind()
            for t in reversed(range(now.start, now.stop)):
                _step_back(t, t - now.start, given, later, *inside, gradients, *ctx.switches)
                later = multiply(rows[t - now.start])
            sums.add(da, x[now], s[:-1][now])
            if dx is not None:
                dx[now] = product(da.view(-1, G), W.t()).view_as(dx[now])
        return dx, torch.from_numpy(later).clone(), dc, sums.dW_x, sums.dW_h, sums.db, dp, None
