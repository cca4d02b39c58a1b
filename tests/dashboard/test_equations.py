"""Each equation that is shown holds for the numbers behind it."""

import re
from math import tanh

import numpy as np
import pytest
import torch
import xarray as xr

from core.nn.cells.family import CELL_KEYS, build
from core.trace.schema import VARIABLES, check, text_array
from dashboard.charts.equations import WITHOUT, cell_equations, equations_of

TEXT, UNITS, LAYERS = "abcde", 3, 2
each_cell = pytest.mark.parametrize("key", CELL_KEYS)


def trace_of(key: str) -> xr.Dataset:
    """Random weights reading random vectors; the first of the steps is what lies before the trace."""
    dice = torch.Generator().manual_seed(5)
    cell = build(key, 4, UNITS, LAYERS)
    cell.reset_parameters(dice)
    with torch.no_grad():
        _, _, internals = cell(3 * torch.randn(1, len(TEXT) + 1, 4, generator=dice))
    values = {name: torch.stack([layer[name][0] for layer in internals]) for name in internals[0]}  # (L, 1 + T, H)
    trace = xr.Dataset(
        {name: (("layer", "time", "unit"), states[:, 1:].numpy()) for name, states in values.items()},
        {"token": ("time", text_array(TEXT))},
        {"cell": key, "unbounded": {"lstm_niaf": "candidate", "lstm_noaf": "hidden_state"}.get(key, "")}
        | {f"{name}_before": values[name][:, 0].flatten().tolist() for name in cell.states},
    )
    return check(trace)


def worked_out(numbers: str) -> list[float]:
    """The sides of ``= 0.93 \\cdot (-1.20) + 0.1 = 0.9``, each worked out."""
    plain = numbers.replace(r"\mathbf{", "(").replace("}", ")").replace(r"\cdot", "*").replace(r"\tanh", "tanh")
    assert not re.search(r"[^-\d.()*+ =tanh]", plain), plain
    return [eval(side, {"tanh": tanh}) for side in plain.lstrip("= ").split("=")]


@each_cell
@pytest.mark.parametrize("time", [0, 3])
def test_both_sides_are_equal_and_are_the_number_in_the_trace(key, time):
    trace = trace_of(key)
    for equation in cell_equations(trace, time, layer=1, unit=2):
        value = float(trace[equation.name][1, time, 2])
        for side in worked_out(equation.numbers):
            assert side == pytest.approx(value, abs=2e-3), equation


@each_cell
def test_every_quantity_of_the_trace_has_its_equation_and_symbol(key):
    trace = trace_of(key)
    formulas = dict(equations_of(key))
    assert set(formulas) == set(trace.data_vars) - {WITHOUT.get(key)}
    for name, formula in formulas.items():
        symbol = "n" if (key, name) == ("gru", "candidate") else VARIABLES[name].symbol
        assert formula.startswith(f"{symbol}_t = ")


@pytest.mark.parametrize(
    ("key", "there", "gone"),
    [
        ("lstm", r"\sigma(W_i x_t + R_i h_{t-1} + b_i)", "p_"),
        ("lstm_peephole", r"p_o \circ c_{t}", "V_"),
        ("lstm_nig", r"c_t = f_t \circ c_{t-1} + g_t", "i_t"),
        ("lstm_nfg", r"c_t = c_{t-1} + i_t", "f_t"),
        ("lstm_nog", r"h_t = \tanh(c_t)", "o_t"),
        ("lstm_niaf", "g_t = W_g", r"\tanh(W_g"),
        ("lstm_noaf", r"h_t = o_t \circ c_t", r"\tanh(c_t)"),
        ("lstm_cifg", "f_t = 1 - i_t", "W_f"),
        ("lstm_fgr", r"V_f [i_{t-1}; f_{t-1}; o_{t-1}]", "V_g"),
        ("jordan", "W_y y_{t-1}", "h_{t-1}"),
    ],
)
def test_what_sets_a_variant_apart_stands_in_its_equations(key, there, gone):
    written = " ".join(formula for _, formula in equations_of(key))
    assert there in written
    assert gone not in written


def test_without_states_before_the_text_memory_starts_at_zero():
    trace = trace_of("lstm")
    states = trace.attrs.pop("cell_state_before")
    shown = {equation.name: equation.numbers for equation in cell_equations(trace, 0, 0, 1)}["cell_state"]
    assert r"\cdot 0.000 +" in shown
    assert not np.allclose(states, 0)
