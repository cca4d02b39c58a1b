"""What a heat map says to whoever does not see it, and that every one of them says it."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from core.trace.schema import check
from dashboard.charts.attention import strips
from dashboard.heat_maps import heat_map, largest, matrix
from dashboard.labs.architecture_search.charts.opened import confusion_chart, picture_chart, states_chart
from dashboard.labs.translation.charts.alignment_matrix import matrix_chart

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
NO_HEAT_MAP = {"cost_chart", "field_chart", "over_time", "picture_chart"}
"""Charts with rectangles that are areas or pixels, not numbers."""


class Place:
    """Where a chart is drawn, and what it is called there."""

    def altair_chart(self, chart, *, alt: str, key: str) -> None:
        self.chart, self.said = chart, alt

    plotly_chart = altair_chart


def test_a_heat_map_says_what_it_is_and_its_largest_number_either_way_of_0():
    place = Place()
    values = np.array([0.1, -0.75, 0.5])
    heat_map(place, strips([("z", values)], {"unit": "unit", "value": "value"}), alt="The state", key="k")
    assert place.said == "The state. The largest: unit 1, value -0.750."


def test_the_largest_of_layers_and_of_charts_above_one_another_is_found():
    labels = {name: name for name in ("truth", "said", "count")}
    assert largest(confusion_chart(np.array([[8, 2], [1, 9]]), labels)) == "truth 1, said 1, count 9"
    labels = {name: name for name in ("time", "unit", "answer", "value")}
    states = np.array([[0.1, 0.2], [0.3, -0.9]])
    assert (
        largest(states_chart(["a", "b"], states, np.full((2, 8), 0.125), labels)) == "time 2: b, unit 1, value -0.900"
    )


def test_an_alignment_names_its_tokens():
    labels = {name: name for name in ("source", "target", "value")}
    chart = matrix_chart(np.array([[0.9, 0.1], [0.2, 0.8]]), ["ein", "Hund"], ["a", "dog"], labels)
    assert largest(chart) == "target a, source ein, value 0.900"


def test_a_matrix_says_its_size_its_ends_and_where_its_largest_number_stands_on_its_axes():
    states = xr.DataArray([[[0.1, -0.9, 0.2], [0.3, 0.5, -0.25]]], dims=("layer", "unit", "time"))
    trace = check(xr.Dataset({"hidden_state": states}, {"token": ("time", ["a", " ", "b"])}))
    place = Place()
    matrix(place, trace["hidden_state"][0], {"unit": "unit", "time": "step"}, alt="hidden state h", key="k")
    assert place.said == ("hidden state h. 2 rows of 3 numbers, from -0.900 to 0.500. The largest: unit 1, step 2: ␣.")
    cells = place.chart.data[0]
    assert (cells.x0, cells.y0) == (1, 0)
    assert place.chart.layout.xaxis.ticktext[place.chart.layout.xaxis.tickvals.index(2)] == " "


def test_what_tells_nothing_of_its_cells_is_refused():
    with pytest.raises(ValueError, match="tooltip"):
        largest(picture_chart(np.zeros((8, 8))))


def test_every_chart_of_cells_is_drawn_by_what_says_its_largest():
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in DASHBOARD.rglob("*.py")}
    cells = {
        function.name
        for path, tree in trees.items()
        if "charts" in path.parts
        for function in tree.body
        if isinstance(function, ast.FunctionDef) and "mark_rect" in ast.unparse(function)
    }
    plain = [
        f"{path.name}: {ast.unparse(call.args[0].func)}"
        for path, tree in trees.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".altair_chart") and call.args
        if isinstance(call.args[0], ast.Call) and ast.unparse(call.args[0].func).split(".")[-1] in cells - NO_HEAT_MAP
    ]
    assert {"strips", "matrix_chart", "cliff_chart"} <= cells
    assert plain == []
    dense = {path.name for path, tree in trees.items() if ".plotly_chart(" in ast.unparse(tree)}
    assert dense == {"heat_maps.py"}
