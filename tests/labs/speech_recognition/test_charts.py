"""The charts of hearing: equations that hold for their numbers, bars as wide as their sound, voices by name."""

import numpy as np
import pandas as pd
import pytest

from core.trace.schema import VARIABLES
from dashboard.labs.speech_recognition.charts.equations import MATCH, listener_equations
from dashboard.labs.speech_recognition.charts.step import over_time, rows_over_time, strips_over_time
from dashboard.labs.speech_recognition.charts.voices import voices_chart
from tests.labs.speech_recognition.heard import trace_of
from tests.labs.translation.test_equations import worked_out

LABELS = {
    "value": "v",
    "seconds": "s",
    "gold": "g",
    "beside": "b",
    "row": "r",
    "target": "t",
    "error_rate": "e",
    "known": "known",
    "strange": "strange",
}
START, END = np.array([0.0, 0.04, 0.08]), np.array([0.04, 0.08, 0.1])


@pytest.mark.parametrize("match", MATCH)
def test_equations_hold_for_the_numbers_of_their_token_and_moment(match):
    trace = trace_of()
    equations = listener_equations(trace, match, 3, 14)
    pair = {name: float(trace[name].transpose("target", "source")[3, 14]) for name in ("score", "alignment")}
    checked = [equation for equation in equations if equation.numbers and equation.name in pair]
    assert {equation.name for equation in checked} == set(pair)
    for equation in checked:
        for side in worked_out(equation.numbers):
            assert side == pytest.approx(pair[equation.name], abs=2e-3)


def test_first_token_is_written_from_the_state_and_token_before_all():
    formulas = " ".join(equation.formula for equation in listener_equations(trace_of(), "location", 0, 0))
    assert r"z_{1} = \mathrm{GRU}([y_{0};\ c_{0}],\ z_{0})" in formulas
    assert r"f_{1} = F * \alpha_{0}" in formulas


def test_location_stands_only_in_the_equations_of_attention_by_location():
    for match in MATCH:
        formulas = " ".join(equation.formula for equation in listener_equations(trace_of(), match, 1, 2))
        assert ("F *" in formulas) == (match == "location")


@pytest.mark.parametrize("encoder", ["stacked", "pyramid"])
@pytest.mark.parametrize("frames", [1, 4])
def test_every_equation_is_of_a_quantity_and_balanced(encoder, frames):
    trace = trace_of().assign_attrs(encoder=encoder, frames=frames)
    for equation in listener_equations(trace, "location", 2, 3):
        assert equation.name in VARIABLES
        assert equation.formula.count("{") == equation.formula.count("}")


def data_of(chart) -> list[dict]:
    told = chart.to_dict()
    return [row for rows in told["datasets"].values() for row in rows]


def test_a_bar_is_as_wide_as_the_sound_of_its_position():
    rows = data_of(over_time(np.array([0.2, 0.5, 0.3]), START, END, "alignment", LABELS, chosen=1, gold=(0.01, 0.05)))
    bars = [row for row in rows if "zero" in row]
    assert [(row["start"], row["end"], row["value"]) for row in bars] == [
        (0, 0.04, 0.2),
        (0.04, 0.08, 0.5),
        (0.08, 0.1, 0.3),
    ]
    assert [row["shade"] for row in bars] == [0.55, 1.0, 0.55]
    assert {"from": 0.01, "to": 0.05, "told": "g"} in rows


def test_the_other_case_is_a_line_through_the_middles():
    rows = data_of(over_time(np.zeros(3), START, END, "score", LABELS, beside=np.array([1.0, 2.0, 3.0])))
    line = [(row["seconds"], row["value"]) for row in rows if row.get("told") == "b"]
    np.testing.assert_allclose(line, [(0.02, 1), (0.06, 2), (0.09, 3)])


def test_strips_count_their_rows_from_one():
    rows = data_of(strips_over_time(np.arange(6).reshape(2, 3) - 2.0, START, END, LABELS))
    assert [(row["row"], row["value"]) for row in rows] == [(1, -2), (1, -1), (1, 0), (2, 1), (2, 2), (2, 3)]


def test_rows_without_weight_stay_on_the_axis():
    chart = rows_over_time(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), START, END, ["a", "b"], LABELS).to_dict()
    assert chart["encoding"]["y"]["scale"]["domain"] == [0, 1]
    [rows] = chart["datasets"].values()
    assert [(row["row"], row["start"], row["value"]) for row in rows] == [(0, 0.04, 1.0)]


def test_voices_keep_their_order_and_their_kind():
    table = pd.DataFrame({"voice": ["z", "a"], "known": [True, False], "error_rate": [0.0, 0.5]})
    chart = voices_chart(table, "error_rate", LABELS, format=".0%").to_dict()
    [rows] = chart["datasets"].values()
    assert [(row["voice"], row["kind"]) for row in rows] == [("z", "known"), ("a", "strange")]
    assert chart["layer"][0]["encoding"]["y"]["sort"] is None
