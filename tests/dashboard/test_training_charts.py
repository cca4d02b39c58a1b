"""The curves of a training: each says its unit and which way is better, in every language."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from core.course import LABS
from dashboard.charts.training import held_out, loss_curve
from dashboard.language import catalogue
from dashboard.panels.training import UNITS

LOSSES = pd.DataFrame({"run": ["a"] * 3, "step": [1, 2, 3], "value": [3.0, 2.0, 1.5], "smooth": [3.0, 2.5, 2.0]})
POINTS = pd.DataFrame({"run": ["a", "a"], "step": [0, 3]})
LABELS = {"step": "training step", "value": "training loss", "axis": "nats per pixel, lower is better"}


def axes(layer: dict) -> list[dict]:
    return [part["encoding"]["y"] for part in layer["layer"] if part["encoding"].get("y", {}).get("title")]


def test_the_loss_says_its_unit_and_which_way_is_better_on_its_axis():
    drawn = loss_curve(LOSSES, POINTS, 2, LABELS)
    assert {axis["title"] for axis in axes(drawn)} == {"nats per pixel, lower is better"}
    assert {axis["field"] for axis in axes(drawn)} == {"value", "smooth"}
    assert drawn["title"]["text"] == "training loss"


def test_a_held_out_metric_says_its_unit_and_which_way_is_better_on_its_axis():
    drawn = held_out(LOSSES[["run", "step", "value"]], 2, LABELS | {"axis": "share of words, higher is better"})
    assert {axis["title"] for axis in axes(drawn)} == {"share of words, higher is better"}


def test_a_curve_is_valid_vega_lite_and_holds_the_numbers_that_its_layers_name():
    for drawn in (
        loss_curve(LOSSES, POINTS, 2, LABELS),
        held_out(LOSSES[["run", "step", "value"]], 2, LABELS),
    ):
        tables = drawn["datasets"]
        alt.LayerChart.from_dict(
            {**drawn, "datasets": {name: table.to_dict("records") for name, table in tables.items()}}
        )
        assert {layer["data"]["name"] for layer in drawn["layer"]} == set(tables)
        fields = {layer["data"]["name"]: [] for layer in drawn["layer"]}
        for layer in drawn["layer"]:
            fields[layer["data"]["name"]] += [way["field"] for way in layer["encoding"].values() if "field" in way]
        assert all(set(fields[name]) <= set(table.columns) for name, table in tables.items())


def test_numbers_that_are_others_have_another_name_and_the_same_have_the_same():
    first, again, later = (loss_curve(LOSSES, POINTS, step, LABELS)["datasets"] for step in (2, 2, 3))
    assert list(first) == list(again)
    assert [name for name in later if name not in first] == [name for name in later if name.startswith("here")]


@pytest.mark.parametrize("zero", [True, False])
def test_an_axis_begins_at_zero_where_zero_is_the_least_there_can_be(zero):
    drawn = loss_curve(LOSSES, POINTS, 2, LABELS, zero=zero)
    assert {axis["scale"]["zero"] for axis in axes(drawn)} == {zero}


def test_the_unit_of_a_run_follows_its_task():
    lab = next(lab for lab in LABS if lab.key == "vanishing_gradients")
    units = {task: lab.metrics_of({"task": task})[0].unit for task in ("recall", "adding")}
    assert units == {"recall": "nats per answer", "adding": "squared error"}


def test_units_and_directions_are_said_in_chinese():
    chinese = catalogue("zh").gettext
    for metric in {metric for lab in LABS for metric in lab.metrics}:
        said = chinese(metric.unit)
        if metric.better is not None:  # of two players' losses neither way is
            said = chinese(UNITS[metric.better]).format(unit=said)
            assert said.endswith({"lower": "，越低越好", "higher": "，越高越好"}[metric.better])
        assert not any("a" <= letter <= "z" for letter in said)
