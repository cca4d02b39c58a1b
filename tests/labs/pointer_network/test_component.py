"""The picture of points and answer: what is sent to the browser, and the chart of the closer look."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
import torch

from core.labs.pointer_network.config import MOST, PointerConfig
from core.labs.pointer_network.points import read_points
from core.labs.pointer_network.task import PointerTask
from dashboard.labs.pointer_network.charts.longer import accuracy_chart
from dashboard.labs.pointer_network.components.pointing import WORDS, pointing
from dashboard.labs.pointer_network.subject import solution_of
from tests.pictures import drawn, size_of

TEXT = "0.1 0.3; 0.3 0.85; 0.5 0.15; 0.62 0.6; 0.9 0.5"


def answered(text: str = TEXT, **knobs):
    config = PointerConfig(**knobs)
    model = PointerTask(config).model(torch.Generator().manual_seed(0)).eval()
    points = read_points(text)
    return model.trace(points), points, solution_of(config.task, points), asdict(config)


def test_browser_gets_the_points_the_answer_and_every_probability():
    trace, *more = answered()
    header, arrays = drawn(pointing, trace, *more, key="k", cursor=2)
    assert header["text"] == TEXT
    assert header["points"] == [list(map(float, row.split())) for row in TEXT.split("; ")]
    assert header["solution"] == [0, 2, 4, 1]
    assert header["cursor"] == {"target": 2}
    assert header["said"] == trace["pointing"].values.argmax(1).tolist()
    assert header["points_at"]
    for name in ("pointing", "score"):
        np.testing.assert_allclose(arrays[name], trace[name].values, atol=1e-4 * np.ptp(trace[name].values))


@pytest.mark.parametrize("architecture", ["attention", "fixed"])
def test_browser_is_told_how_many_places_a_vocabulary_has(architecture):
    header, arrays = drawn(pointing, *answered(architecture=architecture, points=4), key="k", cursor=0)
    assert header["words_known"] == 4
    assert not header["points_at"]
    assert ("score" in arrays) == (architecture == "attention")


def test_shortest_tour_of_more_points_than_can_be_searched_is_not_known():
    many = "; ".join(f"{k / 20} {k * k % 7 / 7:.3f}" for k in range(13))
    header, _ = drawn(pointing, *answered(many, task="tour"), key="k", cursor=0)
    assert header["solution"] is None
    assert solution_of("hull", read_points(many)) is not None


def test_every_word_is_sent():
    header, _ = drawn(pointing, *answered(), key="k", cursor=0)
    assert header["words"] == WORDS


def test_largest_set_is_sent_in_less_than_a_tenth_of_a_megabyte():
    many = "; ".join(f"{k / MOST:.3f} {k * k % 97 / 97:.3f}" for k in range(MOST))
    assert size_of(pointing, *answered(many, task="sorting"), key="k", cursor=0) < 100_000


def test_every_network_has_a_line_and_the_training_its_border():
    table = pd.DataFrame({"run": ["a", "a", "b"], "points": [5, 6, 5], "accuracy": [1.0, 0.9, 0.2]})
    chart = accuracy_chart(table, 8, "most", dict.fromkeys(("run", "points", "accuracy"), "said")).to_dict()
    colour = chart["layer"][0]["encoding"]["color"]["scale"]
    assert colour["domain"] == ["a", "b"]
    assert len(set(colour["range"])) == 2
    assert any(
        row.get("told") == "most" and row["points"] == 8.5 for rows in chart["datasets"].values() for row in rows
    )
