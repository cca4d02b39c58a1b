"""The equations of every cell in LaTeX, each with the numbers of one unit at one step behind it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

ELMAN = (("hidden_state", r"h_t = \tanh(W_x x_t + W_h h_{t-1} + b)"),)
JORDAN = (
    ("hidden_state", r"h_t = \tanh(W_x x_t + W_y y_{t-1} + b)"),
    ("output", r"y_t = \tanh(W_o h_t + b_o)"),
)
GRU = (
    ("reset_gate", r"r_t = \sigma(W_r x_t + R_r h_{t-1} + b_r)"),
    ("update_gate", r"z_t = \sigma(W_z x_t + R_z h_{t-1} + b_z)"),
    ("candidate", r"n_t = \tanh(W_n x_t + b_n + r_t \circ (R_n h_{t-1} + b_{hn}))"),
    ("hidden_state", r"h_t = z_t \circ h_{t-1} + (1 - z_t) \circ n_t"),
)

WITHOUT = {"lstm_nig": "input_gate", "lstm_nfg": "forget_gate", "lstm_nog": "output_gate"}
"""The gate that a variant of the LSTM lacks: it is as good as always open."""


MATCH = {
    "dot": r"e_{ij} = z_i^\top h_j",
    "scaled_dot": r"e_{ij} = z_i^\top h_j / \sqrt{H}",
    "cosine": r"e_{ij} = \frac{z_i^\top h_j}{\lVert z_i \rVert\, \lVert h_j \rVert}",
    "bilinear": r"e_{ij} = z_i^\top W h_j",
    "additive": r"e_{ij} = v^\top \tanh(W z_i + U h_j)",
}
"""The match functions of `core.nn.attention`, as they are written."""


class Equation(NamedTuple):
    """One quantity of a cell: its name in a trace, how it is computed, and the same in this step's numbers."""

    name: str
    formula: str
    numbers: str


def equations_of(cell: str) -> list[tuple[str, str]]:
    """Name and formula of each quantity of a cell, in the order of computing.

    Parameters
    ----------
    cell : str
        A key of `core.nn.cells.family`.
    """
    if not cell.startswith("lstm"):
        return list({"elman": ELMAN, "jordan": JORDAN, "gru": GRU}[cell])
    without = WITHOUT.get(cell)
    coupled, bounded = cell == "lstm_cifg", cell != "lstm_noaf"
    keep = r"(1 - i_t) \circ c_{t-1}" if coupled else "c_{t-1}" if without == "forget_gate" else r"f_t \circ c_{t-1}"
    write = "g_t" if without == "input_gate" else r"i_t \circ g_t"
    activated = r"\tanh(c_t)" if bounded else "c_t"
    candidate = r"W_g x_t + R_g h_{t-1} + b_g"
    every = [
        ("forget_gate", "f_t = 1 - i_t" if coupled else f"f_t = {_gate('f', 't-1', cell)}"),
        ("input_gate", f"i_t = {_gate('i', 't-1', cell)}"),
        ("candidate", f"g_t = {candidate}" if cell == "lstm_niaf" else rf"g_t = \tanh({candidate})"),
        ("cell_state", f"c_t = {keep} + {write}"),
        ("output_gate", f"o_t = {_gate('o', 't', cell)}"),
        ("hidden_state", f"h_t = {activated}" if without == "output_gate" else rf"h_t = o_t \circ {activated}"),
    ]
    if coupled:
        every[0], every[1] = every[1], every[0]
    return [(name, formula) for name, formula in every if name != without]


def _gate(letter: str, seen: str, cell: str) -> str:
    """σ of what a gate sees: input, hidden state, through a peephole its own cell, and under FGR the last gates."""
    peephole = "" if cell == "lstm" else rf" + p_{letter} \circ c_{{{seen}}}"
    gates = rf" + V_{letter} [i_{{t-1}}; f_{{t-1}}; o_{{t-1}}]" if cell == "lstm_fgr" else ""
    return rf"\sigma(W_{letter} x_t + R_{letter} h_{{t-1}}{gates}{peephole} + b_{letter})"


def cell_equations(trace: xr.Dataset, time: int, layer: int, unit: int) -> list[Equation]:
    """The equations of the cell of a trace, with the numbers of one unit at one step.

    Where an equation holds for each unit on its own, its terms are written out; where it sums over all units, only the
    value is.

    Parameters
    ----------
    trace : Dataset
        Gates and states over ``(layer, time, unit)``; the attribute ``cell`` names the cell, and the states before the
        first step are in ``hidden_state_before`` and the like, zeros if absent.
    time, layer, unit : int
        Where to stand.
    """
    here = {
        str(name): float(values)
        for name, values in trace.isel(time=time, layer=layer, unit=unit).items()
        if values.ndim == 0
    }
    cell = trace.attrs["cell"]

    def before(name: str) -> float:
        if time:
            return float(trace[name].isel(time=time - 1, layer=layer, unit=unit))
        states = trace.attrs.get(f"{name}_before")
        return 0.0 if states is None else float(np.reshape(states, (trace.sizes["layer"], -1))[layer, unit])

    return [
        Equation(name, formula, f"= {terms} = {value}" if terms else f"= {value}")
        for name, formula in equations_of(cell)
        for terms in [_terms(name, cell, here, before)]
        for value in [rf"\mathbf{{{here[name]:.3f}}}"]
    ]


def _terms(name: str, cell: str, here: dict[str, float], before) -> str:
    """The right side of an equation in numbers, where they are this unit's own."""
    if name == "cell_state":
        return (
            f"{_product(here, 'forget_gate', before(name), cell)} +"
            f" {_product(here, 'input_gate', here['candidate'], cell)}"
        )
    if name == "hidden_state" and "cell_state" in here:
        c = here["cell_state"]
        read = _signed(c) if cell == "lstm_noaf" else rf"\tanh({c:.3f})"
        return read if WITHOUT.get(cell) == "output_gate" else rf"{here['output_gate']:.3f} \cdot {read}"
    if name == "hidden_state" and cell == "gru":
        z = here["update_gate"]
        return rf"{z:.3f} \cdot {_signed(before(name))} + {1 - z:.3f} \cdot {_signed(here['candidate'])}"
    if name == "forget_gate" and cell == "lstm_cifg":
        return f"1 - {here['input_gate']:.3f}"
    return ""


def _product(here: dict[str, float], gate: str, value: float, cell: str) -> str:
    if WITHOUT.get(cell) == gate:
        return _signed(value)
    share = 1 - here["input_gate"] if cell == "lstm_cifg" and gate == "forget_gate" else here[gate]
    return rf"{share:.3f} \cdot {_signed(value)}"


def _signed(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"
