"""Heads as pictures: what is sent to the browser, and the charts of the closer looks."""

import numpy as np
import pandas as pd
import pytest

from core.labs.self_attention.data import read_puzzle
from core.labs.self_attention.heads import PATTERNS, roles
from core.labs.self_attention.task import SelfAttentionTask
from core.runs.shipped import shipped_run
from core.training.checkpoints import load_model
from dashboard.charts.attention import token_labels
from dashboard.labs.self_attention.charts.heads import (
    cost_chart,
    distance_chart,
    encoding_chart,
    likeness_chart,
    silenced_chart,
)
from dashboard.labs.self_attention.components.heads import WORDS, heads
from tests.pictures import drawn, size_of

LABELS = dict.fromkeys(
    (
        "position",
        "feature",
        "value",
        "other",
        "head",
        "accuracy",
        "role",
        "distance",
        "count",
        "run",
        "trained",
        "length",
        "products",
        "network",
        "here",
    ),
    "said",
)


@pytest.fixture(scope="module")
def network():
    model = load_model(shipped_run("self_attention").checkpoints[-1].path)
    return model, roles(SelfAttentionTask(model.config).looks(model, 8))


def sent(network, text: str = "KDQF", **more):
    model, habits = network
    trace = model.trace(read_puzzle(text), **more)
    return trace, *drawn(heads, trace, habits, key="k", cursor=(6, 1, 2))


def test_browser_gets_every_head_as_it_is_in_the_trace(network):
    trace, header, arrays = sent(network)
    for name in ("alignment", "score", "query", "key", "value", "context"):
        assert arrays[name].shape[:3] == (2, 4, 10)
        np.testing.assert_allclose(arrays[name], trace[name].values, atol=2e-4 * np.ptp(trace[name].values))
    assert "".join(header["tokens"]) == "|KDQF|KDQF"
    assert header["answers"] == [""] * 5 + ["K", "D", "Q", "F", "|"]
    assert header["cursor"] == {"target": 6, "layer": 1, "head": 2}
    assert header["causal"]


def test_likeliest_answers_come_first_and_are_right_where_one_is_asked(network):
    _, header, arrays = sent(network)
    assert (np.diff(arrays["likely"], axis=1) <= 0).all()
    assert [row[0] for row in header["likely"]][5:] == header["answers"][5:]


def test_every_habit_and_every_word_has_a_name(network):
    _, header, _ = sent(network)
    assert {f"role_{pattern}" for pattern in (*PATTERNS, "even", "")} <= WORDS.keys()
    assert all(f"role_{role['pattern']}" in header["words"] for row in header["roles"] for role in row)


def test_silenced_heads_are_named(network):
    _, header, arrays = sent(network, silenced=((1, 3),))
    assert header["silenced"] == ["1.3"]
    np.testing.assert_allclose(arrays["context"][1, 3], 0, atol=1e-4)


def test_longest_sequence_is_sent_in_less_than_a_quarter_megabyte(network):
    model, habits = network
    trace = model.trace(read_puzzle("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert size_of(heads, trace, habits, key="k", cursor=(0, 0, 0)) < 250_000


def rows_of(chart) -> int:
    """How many rows the chart's data have together."""
    return sum(map(len, chart.to_dict()["datasets"].values()))


def test_positions_are_drawn_row_by_row():
    P = np.random.default_rng(0).normal(size=(26, 32))
    names = token_labels([f"{i} '\"\\" for i in range(26)])
    assert rows_of(encoding_chart(P, names, LABELS)) == 26 * 32
    assert rows_of(likeness_chart(P @ P.T, names, LABELS)) == 26 * 26


def test_a_bar_a_head_and_a_line_for_the_whole_network():
    table = pd.DataFrame({"head": ["a", "b"], "accuracy": [0.5, 1.0], "role": ["x", "y"]})
    chart = silenced_chart(table, 0.98, LABELS).to_dict()
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["bar", "text", "rule"]
    assert any(row.get("told") == "50% · x" for rows in chart["datasets"].values() for row in rows)


def test_every_network_has_a_line_of_its_own_over_the_distance():
    table = pd.DataFrame(
        {"run": ["a", "a", "b"], "distance": [4, 5, 4], "accuracy": [1.0, 0.9, 0.2], "count": [9, 9, 9]}
    )
    chart = distance_chart(table, LABELS).to_dict()
    colour = chart["layer"][0]["encoding"]["color"]["scale"]
    assert colour["domain"] == ["a", "b"]
    assert len(set(colour["range"])) == 2


def test_cost_grows_on_logarithmic_axes():
    table = pd.DataFrame({"network": ["a", "a"], "length": [8, 16], "products": [10, 40]})
    encoding = cost_chart(table, 14, LABELS).to_dict()["layer"][0]["encoding"]
    assert (encoding["x"]["scale"]["type"], encoding["y"]["scale"]["type"]) == ("log", "log")
