"""The picture of a description: what is sent to the browser."""

from __future__ import annotations

import numpy as np
import torch

from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.model import Controller
from core.labs.architecture_search.preview import preview
from dashboard.labs.architecture_search.components.designing import WORDS, designing
from tests.labs.architecture_search.drawings import children
from tests.pictures import drawn, size_of

TEXT = "2, 32, tanh, 0.01, adam"


def described(text: str = TEXT, **knobs):
    model = Controller(SearchConfig(**knobs))
    model.initialise(torch.Generator().manual_seed(0))
    return model.eval().trace(text), model.space.read(text)


def test_browser_gets_beliefs_child_and_all_rewards():
    some, random = children(0.5, 0.0, 0.75), children(0.1, 0.2)
    header, arrays = drawn(designing, *described(), some[2], some, random, key="k", place=2, now=2)
    assert header["tokens"] == [1, 3, 1, 2, 1]
    assert header["questions"][0]["name"] == "layers"
    assert (header["reward"], header["baseline"], header["advantage"]) == (0.75, 0.25, 0.5)
    assert (header["child"], header["number"], header["now"]) == (2, 3, 2)
    np.testing.assert_allclose(arrays["p"].sum(1), 1, atol=1e-3)
    np.testing.assert_allclose(arrays["rewards"], [0.5, 0, 0.75], atol=1e-4)
    np.testing.assert_allclose(arrays["running"], [0.5, 0.25, 1.25 / 3], atol=1e-4)
    assert arrays["diverged"].tolist() == [0, 1, 0]
    np.testing.assert_allclose(arrays["random_running"], [0.1, 0.15], atol=1e-4)
    np.testing.assert_allclose(arrays["tried"][1], [0, 0, 0, 0, 1], atol=1e-3)
    assert header["words"] == WORDS


def test_a_search_that_has_tried_nothing_can_be_drawn():
    header, arrays = drawn(designing, *described(), None, (), (), key="k", place=None, now=0)
    assert header["reward"] is None
    assert arrays["rewards"].size == arrays["accuracies"].size == 0


def test_a_long_search_is_sent_in_less_than_a_tenth_of_a_megabyte():
    many = children(*[0.5] * 1_500)
    assert size_of(designing, *described(), many[0], many, many[:300], key="k", place=0, now=9) < 100_000


def test_preview_is_how_sure_it_is_of_every_word():
    few = preview(described()[0])
    assert few["tokens"] == [f" {word} " for word in TEXT.split(", ")]
    np.testing.assert_allclose(few["values"], [1 / 4, 1 / 5, 1 / 4, 1 / 5, 1 / 2], atol=1e-3)
