"""The recurrent cells as a textbook writes them: one step each, in torch, differentiated by autograd.

These are the *definitions*. What trains is `core.nn.cells`, which computes the same for all steps at once;
``tests/core/test_cells.py`` holds the two equal, forwards and backwards.

A weight matrix W_q reads the input and U_q the state before, for each quantity q. Their rows lie one block below the
other in ``weight_ih`` and ``weight_hh``, as in ``torch.nn``; `sums` takes the blocks apart.

References
----------
Elman 1990; Jordan 1986; Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000; Gers & Schmidhuber 2000
(peepholes); Cho et al. 2014; Greff et al. 2017 (variants, section 3).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]


def sums(w: Weights, x_t: Tensor, state: Tensor, blocks: str) -> dict[str, Tensor]:
    """W_q x_t + b_q + U_q state + d_q for each quantity q of `blocks`, (B, H) each."""
    total = x_t @ w["weight_ih"].T + w["bias_ih"] + state @ w["weight_hh"].T + w["bias_hh"]  # (B, len(blocks) · H)
    return dict(zip(blocks, total.chunk(len(blocks), dim=1), strict=True))


def elman(w: Weights, x_t: Tensor, hidden_state: Tensor) -> dict[str, Tensor]:
    """h_t = tanh(W x_t + U h_{t−1} + b)."""
    h = sums(w, x_t, hidden_state, "h")["h"].tanh()  # (B, H)
    return {"hidden_state": h}


def jordan(w: Weights, x_t: Tensor, output: Tensor) -> dict[str, Tensor]:
    """h_t = tanh(W x_t + U y_{t−1} + b) and y_t = tanh(V h_t + a): what is fed back is the output."""
    h = sums(w, x_t, output, "h")["h"].tanh()  # (B, H)
    y = (h @ w["weight_ho"].T + w["bias_ho"]).tanh()  # (B, H)
    return {"hidden_state": h, "output": y}


def gru(w: Weights, x_t: Tensor, hidden_state: Tensor) -> dict[str, Tensor]:
    """h_t = z ∘ h_{t−1} + (1 − z) ∘ n; here z keeps the old state, as in ``torch.nn.GRU``."""
    x_r, x_z, x_n = (x_t @ w["weight_ih"].T + w["bias_ih"]).chunk(3, dim=1)  # (B, H) each
    h_r, h_z, h_n = (hidden_state @ w["weight_hh"].T + w["bias_hh"]).chunk(3, dim=1)  # (B, H) each
    r = (x_r + h_r).sigmoid()  # (B, H)
    z = (x_z + h_z).sigmoid()  # (B, H)
    n = (x_n + r * h_n).tanh()  # (B, H)
    h = z * hidden_state + (1 - z) * n  # (B, H)
    return {"reset_gate": r, "update_gate": z, "candidate": n, "hidden_state": h}


def lstm(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """c_t = f ∘ c_{t−1} + i ∘ g and h_t = o ∘ tanh(c_t), each gate σ(W x_t + U h_{t−1} + b)."""
    a = sums(w, x_t, hidden_state, "ifgo")
    i = a["i"].sigmoid()  # (B, H)
    f = a["f"].sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    o = a["o"].sigmoid()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, f, o, g, c, h)


def lstm_peephole(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """Gates that see the cell: i and f add p ∘ c_{t−1} to their sums, o adds p_o ∘ c_t (the vanilla LSTM of Greff)."""
    a = sums(w, x_t, hidden_state, "ifgo")
    p_i, p_f, p_o = w["weight_peephole"]  # (H,) each: the matrices are diagonal
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    f = (a["f"] + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, f, o, g, c, h)


def lstm_nig(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """No input gate: i = 1, everything is written."""
    a = sums(w, x_t, hidden_state, "fgo")
    p_f, p_o = w["weight_peephole"]  # (H,) each
    f = (a["f"] + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(None, f, o, g, c, h)


def lstm_nfg(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """No forget gate: f = 1, nothing is ever wiped."""
    a = sums(w, x_t, hidden_state, "igo")
    p_i, p_o = w["weight_peephole"]  # (H,) each
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = cell_state + i * g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, None, o, g, c, h)


def lstm_nog(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """No output gate: o = 1, the whole cell is read out at every step."""
    a = sums(w, x_t, hidden_state, "ifg")
    p_i, p_f = w["weight_peephole"]  # (H,) each
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    f = (a["f"] + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    h = c.tanh()  # (B, H)
    return _lstm(i, f, None, g, c, h)


def lstm_niaf(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """No input activation: g is the sum itself."""
    a = sums(w, x_t, hidden_state, "ifgo")
    p_i, p_f, p_o = w["weight_peephole"]  # (H,) each
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    f = (a["f"] + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"]  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, f, o, g, c, h)


def lstm_noaf(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """No output activation: h = o ∘ c, without tanh."""
    a = sums(w, x_t, hidden_state, "ifgo")
    p_i, p_f, p_o = w["weight_peephole"]  # (H,) each
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    f = (a["f"] + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c  # (B, H)
    return _lstm(i, f, o, g, c, h)


def lstm_cifg(w: Weights, x_t: Tensor, hidden_state: Tensor, cell_state: Tensor) -> dict[str, Tensor]:
    """Coupled gates: f = 1 − i, so that only what is wiped is written anew."""
    a = sums(w, x_t, hidden_state, "igo")
    p_i, p_o = w["weight_peephole"]  # (H,) each
    i = (a["i"] + p_i * cell_state).sigmoid()  # (B, H)
    f = 1 - i  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    o = (a["o"] + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, f, o, g, c, h)


def lstm_fgr(
    w: Weights,
    x_t: Tensor,
    hidden_state: Tensor,
    cell_state: Tensor,
    input_gate: Tensor,
    forget_gate: Tensor,
    output_gate: Tensor,
) -> dict[str, Tensor]:
    """Full gate recurrence: every gate also reads all three gates of the step before, through matrices of its own."""
    a = sums(w, x_t, hidden_state, "ifgo")
    before = torch.cat((input_gate, forget_gate, output_gate), dim=1)  # (B, 3H)
    r_i, r_f, r_o = (before @ w["weight_gates"].T).chunk(3, dim=1)  # (B, H) each
    p_i, p_f, p_o = w["weight_peephole"]  # (H,) each
    i = (a["i"] + r_i + p_i * cell_state).sigmoid()  # (B, H)
    f = (a["f"] + r_f + p_f * cell_state).sigmoid()  # (B, H)
    g = a["g"].tanh()  # (B, H)
    c = f * cell_state + i * g  # (B, H)
    o = (a["o"] + r_o + p_o * c).sigmoid()  # (B, H)
    h = o * c.tanh()  # (B, H)
    return _lstm(i, f, o, g, c, h)


def _lstm(i: Tensor | None, f: Tensor | None, o: Tensor | None, g: Tensor, c: Tensor, h: Tensor) -> dict[str, Tensor]:
    """What an LSTM has inside at one step, by the names of a trace; a gate that it lacks is left out."""
    inside = {"input_gate": i, "forget_gate": f, "output_gate": o, "candidate": g, "cell_state": c, "hidden_state": h}
    return {name: values for name, values in inside.items() if values is not None}


EQUATIONS = {
    equation.__name__: equation
    for equation in (
        elman,
        jordan,
        gru,
        lstm,
        lstm_peephole,
        lstm_nig,
        lstm_nfg,
        lstm_nog,
        lstm_niaf,
        lstm_noaf,
        lstm_cifg,
        lstm_fgr,
    )
}
"""One step of each cell, by its key in `core.nn.cells.family.CELLS`."""


def unrolled(key: str, w: Weights, x: Tensor, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """One layer of the cell `key` reading a sequence, step after step.

    Parameters
    ----------
    key : str
        A key of `EQUATIONS`.
    w : mapping of str to Tensor
        The layer's weights, named as in ``torch.nn`` without the layer's number.
    x : Tensor, shape (B, T, I)
        The inputs.
    state : dict of str to Tensor, shape (B, H)
        What the cell hands from step to step, as it is before the first.

    Returns
    -------
    dict of str to Tensor, shape (B, T, H)
        Every gate and state at every step.
    """
    steps = []
    for x_t in x.unbind(1):  # (B, I)
        step = EQUATIONS[key](w, x_t, **state)
        state = {name: step[name] for name in state}
        steps.append(step)
    return {name: torch.stack([step[name] for step in steps], dim=1) for name in steps[0]}
