"""The equations of every recurrent cell, written out one step at a time: slow, plain, and differentiated by
autograd.
"""

from __future__ import annotations

import torch
from torch import Tensor

LETTERS = {
    "i": "input_gate",
    "f": "forget_gate",
    "o": "output_gate",
    "g": "candidate",
    "c": "cell_state",
    "h": "hidden_state",
    "r": "reset_gate",
    "z": "update_gate",
    "n": "candidate",
    "y": "output",
}


def elman(w: dict[str, Tensor], x_t: Tensor, hidden_state: Tensor) -> dict[str, Tensor]:
    return {"h": (x_t @ w["weight_ih"].T + w["bias_ih"] + hidden_state @ w["weight_hh"].T + w["bias_hh"]).tanh()}


def jordan(w: dict[str, Tensor], x_t: Tensor, output: Tensor) -> dict[str, Tensor]:
    h = (x_t @ w["weight_ih"].T + w["bias_ih"] + output @ w["weight_hh"].T + w["bias_hh"]).tanh()
    return {"h": h, "y": (h @ w["weight_ho"].T + w["bias_ho"]).tanh()}


def gru(w: dict[str, Tensor], x_t: Tensor, hidden_state: Tensor) -> dict[str, Tensor]:
    x_r, x_z, x_n = (x_t @ w["weight_ih"].T + w["bias_ih"]).chunk(3, dim=1)
    h_r, h_z, h_n = (hidden_state @ w["weight_hh"].T + w["bias_hh"]).chunk(3, dim=1)
    r, z = (x_r + h_r).sigmoid(), (x_z + h_z).sigmoid()
    n = (x_n + r * h_n).tanh()
    return {"r": r, "z": z, "n": n, "h": z * hidden_state + (1 - z) * n}


def lstm(
    w: dict[str, Tensor],
    x_t: Tensor,
    hidden_state: Tensor,
    cell_state: Tensor,
    input_gate: Tensor | None = None,
    forget_gate: Tensor | None = None,
    output_gate: Tensor | None = None,
    *,
    variant: str = "NP",
) -> dict[str, Tensor]:
    H, c = hidden_state.shape[1], cell_state
    blocks = {"NIG": "fgo", "NFG": "igo", "NOG": "ifg", "CIFG": "igo"}.get(variant, "ifgo")
    sums = x_t @ w["weight_ih"].T + w["bias_ih"] + hidden_state @ w["weight_hh"].T + w["bias_hh"]
    a = dict(zip(blocks, sums.split(H, dim=1), strict=True))
    gates = [gate for gate in "ifo" if gate in blocks]
    p = dict.fromkeys("ifo", 0) if variant == "NP" else dict(zip(gates, w["weight_peephole"], strict=True))
    if variant == "FGR":
        before = torch.cat((input_gate, forget_gate, output_gate), dim=1)
        for gate, more in zip("ifo", (before @ w["weight_gates"].T).split(H, dim=1), strict=True):
            a[gate] = a[gate] + more
    i = (a["i"] + p["i"] * c).sigmoid() if "i" in blocks else 1
    f = (a["f"] + p["f"] * c).sigmoid() if "f" in blocks else 1 - i if variant == "CIFG" else 1
    g = a["g"] if variant == "NIAF" else a["g"].tanh()
    c = f * c + i * g
    o = (a["o"] + p["o"] * c).sigmoid() if "o" in blocks else 1
    h = o * (c if variant == "NOAF" else c.tanh())
    return {k: v for k, v in {"i": i, "f": f, "o": o, "g": g, "c": c, "h": h}.items() if isinstance(v, Tensor)}


STEPS = {"elman": elman, "jordan": jordan, "gru": gru, "lstm": lstm}


def unrolled(key: str, weights: dict[str, Tensor], x: Tensor, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Every gate and state (B, T, H) of one layer of the cell `key` that reads x (B, T, I) from `state` (B, H)."""
    kind, _, variant = key.partition("_")
    how = {"variant": {"": "NP", "peephole": "V"}.get(variant, variant.upper())} if kind == "lstm" else {}
    seen = []
    for x_t in x.unbind(1):
        now = {LETTERS[letter]: values for letter, values in STEPS[kind](weights, x_t, *state.values(), **how).items()}
        state = {name: now[name] for name in state}
        seen.append(now)
    return {name: torch.stack([now[name] for now in seen], dim=1) for name in seen[0]}
