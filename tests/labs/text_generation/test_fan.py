from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.systems.language.writing import Futures
from core.text.vocabulary import BOS, EOS, Vocabulary
from dashboard.components.assets import FOLDER
from dashboard.labs.text_generation.components.fan import WORDS, fan
from tests.pictures import drawn, shown

TOKENS = Vocabulary([BOS, EOS, *"abcdefgh"])
MODULES = sorted((FOLDER / "fan").glob("*.js"))


def futures_of(count: int = 30, length: int = 12, ends: bool = True) -> Futures:
    random = np.random.default_rng(0)
    numbers = random.integers(2, 5, (count, length))
    for row in numbers[::2] if ends else []:
        end = random.integers(1, length)
        row[end], row[end + 1 :] = TOKENS.number[EOS], -1
    return Futures(TOKENS, numbers, seed=40)


def sent(futures: Futures, prefix: str = "The ", **more) -> tuple[dict, dict[str, np.ndarray]]:
    header, arrays = drawn(fan, futures, prefix, key="f", **more)
    return header, {name: np.rint(values).astype(int) for name, values in arrays.items()}


@pytest.mark.parametrize("ends", [True, False])
def test_every_future_arrives_with_its_seed(ends):
    futures = futures_of(ends=ends)
    header, arrays = sent(futures)
    assert header["prefix"] == "The "
    for row, k, length in zip(arrays["rows"], arrays["seeds"], arrays["lengths"], strict=True):
        assert "".join(header["labels"][n] for n in row[:length]) == futures.text(k)
        assert (header["seed"], length) == (40, futures.lengths[k])


def test_neighbours_share_as_many_tokens_as_is_told():
    _, arrays = sent(futures_of())
    for above, row, shared in zip(arrays["rows"], arrays["rows"][1:], arrays["shared"][1:], strict=False):
        assert (above[:shared] == row[:shared]).all()
        assert shared == len(row) or above[shared] != row[shared]


def test_an_end_is_drawn_where_it_came():
    header, arrays = sent(futures_of())
    for row, length, ended in zip(arrays["rows"], arrays["lengths"], arrays["ended"], strict=True):
        assert not ended or header["labels"][row[length]] == EOS
        assert not row[length + ended :].any()


def test_a_single_future_is_a_fan_too():
    _, arrays = sent(futures_of(count=1))
    assert arrays["rows"].shape[0] == 1


def test_every_word_goes_through_the_translator_and_is_drawn():
    header, _ = sent(futures_of(), translate=lambda message: f"«{message}»")
    assert header["words"] == {name: f"«{words}»" for name, words in WORDS.items()}
    shown_words = {word for module in MODULES for word in re.findall(r"\bwords\.(\w+)", module.read_text())}
    assert shown_words == set(WORDS)


def page() -> None:
    from dashboard.labs.text_generation.components.fan import fan
    from tests.labs.text_generation.test_fan import futures_of

    fan(futures_of(), "<b>", key="f")


def test_a_page_shows_it_and_text_is_data_only():
    at = AppTest.from_function(page).run()
    assert not at.exception
    proto = at.get_by_key("f").proto
    assert shown(at, "f")[0]["prefix"] == "<b>"
    assert "<b>" not in proto.html_content + proto.js_content + proto.css_content
