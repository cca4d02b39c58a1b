"""The pictures of the closer looks at a translation: every number is drawn, and what the text speaks of is marked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.attention import source_bars, strips, token_labels, word_bars
from dashboard.charts.beam import beam_chart
from dashboard.labs.translation.charts.alignment_matrix import matrix_chart
from dashboard.labs.translation.charts.length import cost_chart, length_chart

NAMES = (
    "source",
    "target",
    "value",
    "unit",
    "word",
    "probability",
    "length",
    "exact",
    "count",
    "run",
    "now",
    "twice",
    "step",
    "token",
    "log_probability",
    "cumulative",
    "best",
    "kept",
    "finished",
    "pruned",
)
LABELS = {name: name for name in NAMES}


def rows(chart, layer: int | None = None) -> list[dict]:
    spec = chart.to_dict()
    part = spec if layer is None else spec["layer"][layer]
    return spec["datasets"][part.get("data", spec.get("data"))["name"]]


def test_each_source_token_has_its_bar_even_if_it_comes_twice():
    drawn = rows(source_bars(np.array([0.1, 0.7, 0.2]), ["2", "0", "2"], "alignment", LABELS, chosen=1), 0)
    assert [(row["place"], row["token"], row["value"]) for row in drawn] == [
        (0, "2", 0.1),
        (1, "0", 0.7),
        (2, "2", 0.2),
    ]
    assert [row["shade"] for row in drawn] == [0.5, 1.0, 0.5]


def test_labels_cannot_break_out_of_their_expression():
    assert token_labels(["'];alert(1)//", "\\"]).count("'") == 4
    assert token_labels(["𝄞"]) == "['\\ud834\\udd1e'][datum.value]"


def test_strips_hold_every_number_and_share_one_scale():
    chart = strips([("a", np.array([0.5, -1.0])), ("b", np.array([0.25, 2.0]))], LABELS)
    assert [row["value"] for row in rows(chart)] == [0.5, -1.0, 0.25, 2.0]
    assert chart.to_dict()["encoding"]["opacity"]["scale"]["domain"] == [0, 2.0]


def test_written_word_is_drawn_though_unlikely():
    p = np.array([0.5, 0.3, 0.15, 0.05])
    drawn = rows(word_bars(list("abcd"), p, 3, LABELS, count=2))
    assert [(row["word"], row["written"]) for row in drawn] == [("a", False), ("d", True)]


def test_matrix_frames_the_truth_and_rings_what_is_told():
    gold, ringed = np.eye(2, 3, dtype=bool), np.zeros((2, 3), dtype=bool)
    ringed[1, 2] = True
    drawn = rows(matrix_chart(np.full((2, 3), 0.5), list("abc"), list("xy"), LABELS, framed=gold, ringed=ringed))
    assert [(row["target"], row["source"]) for row in drawn if row["framed"]] == [("x", "a"), ("y", "b")]
    assert [(row["target"], row["source"]) for row in drawn if row["ringed"]] == [("y", "c")]


@pytest.mark.parametrize("runs", [1, 2])
def test_length_draws_a_line_a_run(runs):
    table = pd.DataFrame(
        [
            {"run": str(run), "length": 3.5, "exact": 0.5, "count": 10, "span": "3 … 4", "place": run}
            for run in range(runs)
        ]
    )
    spec = length_chart(table, LABELS).to_dict()
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == [str(run) for run in range(runs)]


def test_twice_as_long_costs_four_times_as_much():
    drawn = rows(cost_chart(22, 13, LABELS), 0)
    assert {row["which"]: row["right"] * row["top"] for row in drawn} == {"now": 286, "twice": 4 * 286}


def test_tree_joins_each_token_to_the_one_before_and_marks_the_chosen_one():
    node = {"token": "a", "log_probability": -0.1, "cumulative": -0.1, "before_step": None, "before_lane": None}
    table = pd.DataFrame(
        [
            node | {"node": 0, "step": 0, "lane": 0, "kind": "best", "chosen": False},
            node
            | {
                "node": 1,
                "step": 1,
                "lane": 0,
                "kind": "best",
                "chosen": True,
                "before_step": 0,
                "before_lane": 0,
            },
            node
            | {
                "node": 2,
                "step": 1,
                "lane": 1,
                "kind": "pruned",
                "chosen": False,
                "before_step": 0,
                "before_lane": 0,
            },
        ]
    )
    chart = beam_chart(table, ["0", "1"], LABELS)
    assert [row["node"] for row in rows(chart, 0)] == [1, 2]
    assert [row["node"] for row in rows(chart, 1) if row["chosen"]] == [1]
