"""The pictures of the closer looks: every number that was measured is drawn, and what is under the cursor is marked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from core.labs.gates.state_map import KINDS as KIND_KEYS
from dashboard.labs.gates.charts.concepts import MARKS, concept_chart
from dashboard.labs.gates.charts.saturation import saturation_chart
from dashboard.labs.gates.charts.state_map import KINDS, state_map_chart
from dashboard.labs.gates.components.passages import Passage, Scale, choose, show
from tests.pictures import drawn

LABELS = {name: name for name in ("left", "right", "layer", "unit", "score", "context", "time", *MARKS)}


def rows(chart, layer: int) -> list[dict]:
    spec = chart.to_dict()
    data = spec["layer"][layer].get("data", spec.get("data"))
    return spec["datasets"][data["name"]]


@pytest.mark.parametrize("layers", [1, 3])
def test_saturation_draws_every_unit_and_rings_the_one_under_the_cursor(layers):
    shares = xr.Dataset(
        {side: (("layer", "unit"), np.random.default_rng(0).random((layers, 5)) / 2) for side in ("left", "right")},
        {"gate": "forget_gate"},
    )
    chart = saturation_chart(shares, "forget gate f", LABELS, (layers - 1, 3))
    assert len(rows(chart, 1)) == 5 * layers
    [ringed] = rows(chart, 2)
    assert (ringed["layer"], ringed["unit"]) == (layers - 1, 3)
    assert ringed["left"] == pytest.approx(float(shares["left"][layers - 1, 3]))


def test_concepts_are_ranked_by_their_best_unit():
    table = pd.DataFrame(
        [
            {"concept": key, "label": key, "series": series, "score": score, "unit": "", "best": series == "cell_state"}
            for key, scores in (("a", (0.7, 0.99)), ("b", (0.9, 0.95)))
            for series, score in zip(("cell_state", "probe"), scores, strict=True)
        ]
    )
    spec = concept_chart(table, "a", "AUC", LABELS, 0.5).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["b", "a"]
    assert len(spec["layer"]) == len(MARKS) + 2


def test_map_draws_every_state_and_rings_one():
    points = pd.DataFrame(
        {"x": [0.0, 1, 2], "y": [0.0, 1, 0], "time": [0, 1, 2], "context": list("abc"), "value": ["no", "yes", "no"]}
    )
    chart = state_map_chart(points, ("", ""), "quotes", LABELS, 1, names=["no", "yes"])
    assert len(rows(chart, 0)) == 3
    assert [row["time"] for row in rows(chart, 1)] == [1]
    assert rows(state_map_chart(points, ("", ""), "quotes", LABELS, None, names=["no", "yes"]), 1) == []


def test_every_kind_of_character_has_its_colour():
    assert len(KINDS) == len(set(KINDS)) == len(KIND_KEYS)


def test_passages_are_aligned_at_their_matches():
    passages = [Passage("abcd", np.zeros(4), match=(begin, 3)) for begin in (1, 2)]
    sent = drawn(choose, passages, Scale(1.0, colour="#123456"), key="p")[0]
    assert sent["align"] == 2
    assert [row["match"] for row in sent["rows"]] == [[1, 3], [2, 3]]
    assert sent["scale"] == {"low": 0.0, "high": 1.0, "colour": "#123456", "negative": None}


def test_passage_without_a_colour_of_its_own_is_drawn_both_ways_from_zero():
    sent = drawn(show, [Passage("ab", np.array([-1.0, 1.0]), marks=np.array([True, False]))], Scale(2.0), key="p")[0]
    assert sent["scale"]["negative"]
    assert sent["rows"][0]["marks"] == [1, 0]


def test_passage_needs_one_number_a_token():
    with pytest.raises(ValueError, match="3 tokens has 2 numbers"):
        drawn(show, [Passage("abc", np.zeros(2))], Scale(1.0), key="p")
