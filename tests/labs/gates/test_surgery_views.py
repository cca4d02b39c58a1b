"""What the closer looks surgery and connectivity draw."""

import numpy as np
import pytest

from dashboard.labs.gates.charts.connectivity import reach_chart
from dashboard.labs.gates.charts.surgery import two_runs
from dashboard.labs.gates.components.connectivity import connected_text
from tests.pictures import drawn as picture

RUNS = {"untouched": "as it is", "held": "f held at 0", "step": "step", "token": "token"}
REACH = {"distance": "characters back", "connectivity": "mean", "run": "run"}


def drawn(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_two_runs_of_unequal_length_are_two_lines_with_rules_at_the_clamp_and_where_they_part():
    chart = two_runs(list("abcde"), np.arange(4.0), np.arange(5.0), 1, "f", "#123456", RUNS, parted=3)
    rows = drawn(chart)
    assert sum(row.get("run") == "as it is" for row in rows) == 4
    assert sum(row.get("run") == "f held at 0" for row in rows) == 5
    assert [row["step"] for row in rows if "run" not in row] == [2, 4]
    assert {row["token"] for row in rows if row["step"] == 5 and "run" in row} == {"e"}


def test_line_of_reach_ends_where_next_to_nothing_is_left():
    rows = drawn(reach_chart({"a": np.array([1.0, 1e-3, 1e-9]), "b": np.array([0.5, 0.4, 0.3])}, REACH))
    assert sum(row["run"] == "a" for row in rows) == 2
    assert sum(row["run"] == "b" for row in rows) == 3


def sent(norms: np.ndarray, T: int = 3):
    return picture(
        connected_text,
        ["<b>", " ", "\n"][:T],
        norms,
        list("xyz")[:T],
        np.full(T, 0.5),
        begin=7,
        at={"time": 8, "layer": 0, "unit": 1},
        group="gates",
        key="c",
        translate=str,
        on_change=print,
    )


def test_each_step_has_its_own_scale():
    header, arrays = sent(np.array([[4.0, 0, 0], [1, 2, 0], [0, 0, 0]]))
    np.testing.assert_allclose(arrays["norms"], [[1, 0, 0], [0.5, 1, 0], [0, 0, 0]], atol=1e-4)
    assert header["tokens"] == ["<b>", " ", "\n"]
    assert header["begin"] == 7


def test_norms_that_do_not_fit_the_text_are_refused():
    with pytest.raises(ValueError, match="3 tokens need 3 × 3 norms"):
        sent(np.zeros((2, 2)))
