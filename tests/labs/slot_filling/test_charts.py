import json
import re

import numpy as np
import pandas as pd
import pytest
import torch

from core.labs.slot_filling.config import TaggerConfig
from core.labs.slot_filling.minimal_pairs import cosine, opposite, shared, states_at
from core.labs.slot_filling.schema import SLOT_COLOURS
from core.labs.slot_filling.task import TaggingTask
from dashboard.components.assets import FOLDER
from dashboard.labs.slot_filling.charts.comparison import comparison
from dashboard.labs.slot_filling.components import minimal_pairs, sentence, shapes
from tests.pictures import drawn

LEAVE, ARRIVE = "leave Taipei on May 1st", "arrive Taipei on May 1st"


def tagger(**config):
    config = TaggerConfig(**{"hidden_size": 6, "embedding_size": 4} | config)
    return TaggingTask(config).model(torch.Generator().manual_seed(0)).eval()


def compared(first: str = LEAVE, second: str = ARRIVE, at: int | None = None, **config):
    model = tagger(**config)
    return drawn(minimal_pairs.minimal_pairs, model.trace(first), model.trace(second), key="t", at=at)


def test_strip_holds_every_word_with_its_distribution():
    data = drawn(sentence.sentence, tagger().trace("leave <b>Zorg</b>"), key="s")[0]
    assert [token["text"] for token in data["tokens"]] == ["leave", "<", "b", ">", "Zorg", "<", "/", "b", ">"]
    assert [token["known"] for token in data["tokens"]] == [True] + [False] * 8
    assert all(sum(token["p"]) == pytest.approx(1, abs=1e-3) for token in data["tokens"])
    assert [slot["colour"] for slot in data["slots"]] == list(SLOT_COLOURS.values())
    assert [slot["plain"] for slot in data["slots"]] == [True, False, False, False, False]
    json.dumps(data)


def test_strip_of_one_direction_holds_its_distribution():
    trace = tagger().trace(LEAVE)
    data = drawn(sentence.sentence, trace, "one_sided", key="s", direction=1)[0]
    np.testing.assert_allclose([token["p"] for token in data["tokens"]], trace["one_sided"][1], atol=1e-4)


def test_equal_words_stand_opposite_each_other():
    assert opposite(["leave", "rome"], ["arrive", "in", "rome"]) == [(0, 0), (None, 1), (1, 2)]
    assert shared(["leave", "rome"], ["arrive", "in", "rome"]) == [(1, 2)]
    assert shared(["leave"], ["arrive"]) == []
    assert opposite(["a", "rome", "a"], ["a", "oslo", "a"]) == [(0, 0), (1, 1), (2, 2)]


def test_cosine_of_known_vectors():
    a, b = np.array([[1.0, 0], [1, 1], [2, 0], [0, 0]]), np.array([[0.0, 1], [1, 1], [-1, 0], [0, 0]])
    np.testing.assert_allclose(cosine(a, b), [0, 1, -1, 1], atol=1e-12)


def test_minimal_pairs_carry_the_states_of_their_common_words():
    model = tagger(layers=2)
    first, second = model.trace(LEAVE), model.trace(ARRIVE)
    header, arrays = drawn(minimal_pairs.minimal_pairs, first, second, key="t")
    assert [column["common"] for column in header["columns"]] == [None, 0, 1, 2, 3]
    assert [row["top"] for row in header["rows"]] == [False, False, True, True]
    assert arrays["first"].shape == arrays["second"].shape == (4, 4, 6)
    for n, time in enumerate((1, 2, 3, 4)):
        np.testing.assert_allclose(arrays["first"][n], states_at(first, time), atol=1e-4)
        np.testing.assert_allclose(arrays["second"][n], states_at(second, time), atol=1e-4)
    np.testing.assert_allclose(arrays["cosine"], cosine(arrays["first"], arrays["second"]), atol=1e-3)


def test_minimal_pairs_of_a_memoryless_network_are_identical():
    _, arrays = compared(cell="none")
    np.testing.assert_array_equal(arrays["cosine"], 1)
    np.testing.assert_array_equal(arrays["first"], arrays["second"])


def test_reading_backwards_from_the_same_words_gives_the_same_state():
    header, arrays = compared()
    assert len(header["rows"]) == 2
    assert (arrays["cosine"][:, 0] < 0.9999).all()
    np.testing.assert_allclose(arrays["cosine"][:, 1], 1, atol=1e-4)


@pytest.mark.parametrize(("at", "chosen"), [(3, 3), (0, None), (99, None), (None, None)])
def test_minimal_pairs_begin_at_the_word_of_the_link_if_both_sentences_have_it(at, chosen):
    header, _ = compared(at=at)
    default, _ = compared()
    assert header["at"] == (default["at"] if chosen is None else chosen)
    assert header["columns"][header["at"]]["common"] is not None


def test_minimal_pairs_without_a_common_word_are_refused():
    with pytest.raises(ValueError, match="share no word"):
        compared("leave Taipei", "arrive Rome")


def test_every_shape_has_inputs_and_outputs():
    assert set(shapes.WORDS) == set(shapes.INPUTS) == set(shapes.OUTPUTS)
    for kind in shapes.WORDS:
        one_in, one_out = len(shapes.INPUTS[kind]) == 1, len(shapes.OUTPUTS[kind]) == 1
        assert (kind[0] == "1", kind[-1] == "1") == (one_in, one_out)
    assert shapes.INPUTS["n-n"] == shapes.OUTPUTS["n-n"]
    assert len(shapes.INPUTS["n-m"]) != len(shapes.OUTPUTS["n-m"])


@pytest.mark.parametrize("name", ["sentence", "minimal_pairs", "shapes"])
def test_drawings_use_only_words_that_were_sent(name):
    """No English in a drawing: a string literal with a space in it is a class list, a style or markup for the eye."""
    for path in sorted((FOLDER / name).glob("*.js")):
        code = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.findall(r"'[A-Z][a-z]+ [a-z ]+'", code), path.name


def test_comparison_draws_every_network_and_ceiling():
    figures = pd.DataFrame({"network": ["memoryless", "Elman"], "step": [0, 0], "value": [0.2, 0.3]})
    labels = {"network": "network", "step": "training step", "value": "slot accuracy"}
    chart = comparison(figures, ["memoryless", "Elman", "Jordan"], 600, {"without memory": 0.54}, labels).to_dict()
    rules, names, lines = chart["layer"]
    assert lines["encoding"]["color"]["scale"]["domain"] == ["memoryless", "Elman", "Jordan"]
    assert lines["encoding"]["x"]["scale"]["domain"] == [0, 600]
    assert rules["mark"]["type"] == "rule"
    assert names["encoding"]["text"]["field"] == "what"
    assert any("without memory 54%" in str(rows) for rows in chart["datasets"].values())
