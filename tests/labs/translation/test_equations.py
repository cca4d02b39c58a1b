"""The equations of a translator are those of its rung, and hold for the numbers behind them."""

import re
from math import exp

import pytest

from core.nn.attention import Edit
from dashboard.charts.colours import QUANTITIES
from dashboard.labs.translation.charts.equations import translator_equations
from tests.labs.translation.small_translator import TEXT, each_attentive_system, each_system, fresh


def worked_out(numbers: str) -> list[float]:
    """The sides of ``= \\frac{\\exp(0.2 - 0.5)}{3.1} = 0.24``, each worked out."""
    plain = re.sub(r"\\frac\{(.*)\}\{([\d.]+)\}", r"(\1)/(\2)", numbers)
    plain = plain.replace(r"\mathbf{", "(").replace("}", ")").replace(r"\exp", "exp")
    assert not re.search(r"[^-\d.()/ =exp]", plain), plain
    return [eval(side, {"exp": exp}) for side in plain.lstrip("= ").split("=")]


def formulas_of(**knobs) -> str:
    return "\n".join(equation.formula for equation in translator_equations(fresh(**knobs).trace(TEXT), 1, 2))


@each_attentive_system
def test_numbers_are_those_of_the_trace(knobs):
    trace = fresh(**knobs).trace(TEXT)
    with_numbers = [equation for equation in translator_equations(trace, 1, 2) if equation.numbers]
    assert [equation.name for equation in with_numbers] == ["score", "alignment"]
    for equation in with_numbers:
        for side in worked_out(equation.numbers):
            assert side == pytest.approx(float(trace[equation.name][1, 2]), abs=2e-3)


@each_system
def test_every_equation_is_of_a_quantity_and_balanced(knobs):
    trace = fresh(**knobs).trace(TEXT)
    for equation in translator_equations(trace, 0, 0):
        assert equation.name in QUANTITIES
        assert equation.formula.count("{") == equation.formula.count("}")
    assert ("context" in [equation.name for equation in translator_equations(trace, 0, 0)]) == ("context" in trace)


def test_each_rung_has_other_equations():
    rungs = [
        formulas_of(encoder="last_state", attention="none", handover="once"),
        formulas_of(encoder="last_state", attention="none"),
        formulas_of(encoder="last_state"),
        formulas_of(),
        formulas_of(encoder="residual"),
        formulas_of(encoder="gnmt"),
        formulas_of(order="step_first"),
        formulas_of(first_query="learnt"),
        formulas_of(softmax=False),
    ]
    assert len(set(rungs)) == len(rungs)


def test_in_luongs_order_the_step_comes_before_the_score():
    slides, luong = formulas_of(), formulas_of(order="step_first")
    assert slides.index("e_{ij}") < slides.index(r"\mathrm{GRU}([y_{i-1}; c_i], z_{i-1})")
    assert luong.index(r"\mathrm{GRU}([y_{i-1}; a_{i-1}], z_{i-1})") < luong.index("e_{ij}")
    assert "z_{i-1}^\\top h_j" in slides
    assert "z_{i}^\\top h_j" in luong


@each_attentive_system
def test_the_weight_of_token_i_at_position_j_has_one_name_in_every_order(knobs):
    assert r"\alpha_{ij}" in formulas_of(**knobs)
    assert "i+1" not in formulas_of(**knobs)


def test_edited_weight_is_told_without_the_softmax_that_it_is_not():
    trace = fresh().trace(TEXT, edits=(Edit(1, 2, 0.9),))
    [equation] = [equation for equation in translator_equations(trace, 1, 2) if equation.name == "alignment"]
    assert equation.numbers == r"= \mathbf{0.900}"
