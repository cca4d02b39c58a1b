"""Gradient norms, accuracy over length, and small multiples: what a chart must hold."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dashboard.labs.vanishing_gradients.charts.gradients import CEILING, FLOOR, accuracy_over_length, gradient_norms
from dashboard.systems.memory.charts.tournament import small_multiples

NAMES = {"elman": "Elman", "gru": "GRU", "lstm": "LSTM"}
LABELS = {
    "time": "time t",
    "norm": "gradient norm",
    "vanished": "lost",
    "hidden_state": "h",
    "cell_state": "c",
    "length": "length T",
    "accuracy": "accuracy",
    "chance": "chance",
    "step": "step",
    "seed": "seed",
}


def rows_of(spec, wanted):
    [rows] = [rows for rows in spec["datasets"].values() if wanted in rows[0]]
    return rows


def norms(values):
    rows = [("elman", "hidden_state", t, value) for t, value in enumerate(values, 1)]
    return pd.DataFrame([*rows, ("lstm", "cell_state", 1, 0.5)], columns=["cell", "state", "time", "norm"])


def test_gradients_stand_on_one_logarithmic_axis_that_never_moves():
    small, large = (
        gradient_norms(norms(values), 3, LABELS, NAMES).to_dict() for values in ([1e-30, 1e-5, 1], [1, 10, 90])
    )
    for spec in (small, large):
        scale = spec["layer"][2]["encoding"]["y"]["scale"]
        assert (scale["type"], scale["domain"]) == ("log", [FLOOR, CEILING])
        assert spec["layer"][2]["encoding"]["x"]["scale"]["domain"] == [1, 3]


def test_what_is_zero_has_no_place_on_the_axis_and_what_has_vanished_leaves_the_picture_below():
    spec = gradient_norms(norms([0.0, 1e-40, 1e-5, 1.0]), 4, LABELS, NAMES).to_dict()
    drawn = rows_of(spec, "time")
    assert [row["norm"] for row in drawn] == [1e-40, 1e-5, 1.0, 0.5]
    assert spec["layer"][2]["mark"]["clip"]
    assert json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("cells", [["elman"], ["lstm", "elman", "gru"]])
def test_a_cell_keeps_its_colour_whoever_else_is_there(cells):
    table = pd.DataFrame(
        [(cell, 5, 0.5, 0.4, 0.6) for cell in cells], columns=["cell", "length", "accuracy", "low", "high"]
    )
    for chart in (
        accuracy_over_length(table, 0.125, LABELS, NAMES),
        gradient_norms(norms([1.0]), 2, LABELS, NAMES),
    ):
        colour = chart.to_dict()["layer"][2]["encoding"]["color"]["scale"]
        assert dict(zip(colour["domain"], colour["range"], strict=True)) == {
            "Elman": "#D55E00",
            "GRU": "#009E73",
            "LSTM": "#0072B2",
        }


def test_chance_is_drawn_beside_the_accuracies():
    table = pd.DataFrame([("lstm", 5, 1.0, 1.0, 1.0)], columns=["cell", "length", "accuracy", "low", "high"])
    spec = accuracy_over_length(table, 0.125, LABELS, NAMES).to_dict()
    assert rows_of(spec, "says") == [{"accuracy": 0.125, "says": "chance 12.5%"}]


def test_an_empty_picture_is_still_a_picture():
    none = pd.DataFrame([], columns=["cell", "length", "accuracy", "low", "high"])
    assert accuracy_over_length(none, 0.125, LABELS, NAMES).to_dict()["layer"]


def test_every_cell_of_a_tournament_has_its_panel_in_the_order_of_the_table():
    curves = pd.DataFrame(
        [(cell, seed, step, 0.5) for cell in ("GRU", "V") for seed in (0, 1) for step in (0, 9)],
        columns=["cell", "seed", "step", "accuracy"],
    )
    reference = pd.DataFrame({"step": [0, 9], "accuracy": [0.1, 0.9]})
    spec = small_multiples(curves, ["V", "GRU"], reference, LABELS).to_dict()
    assert spec["facet"]["sort"] == ["V", "GRU"]
    rows = rows_of(spec, "cell")
    assert {(row["cell"], row["seed"]) for row in rows} == {
        (cell, seed) for cell in ("GRU", "V") for seed in (-1, 0, 1)
    }
