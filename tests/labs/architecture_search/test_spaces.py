from __future__ import annotations

import pytest

from core.errors import InputError
from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.spaces import DENSE, RECURRENT, SPACES


@pytest.mark.parametrize("space", SPACES.values(), ids=lambda space: space.key)
def test_every_description_has_a_number_of_its_own(space):
    every = [space.tokens(number) for number in range(space.size)]
    assert len(set(every)) == space.size
    assert [space.number(tokens) for tokens in every] == list(range(space.size))
    assert all(token in these for tokens in every for token, these in zip(tokens, space.ranges, strict=True))


def test_spaces_have_800_dense_and_512_recurrent_designs():
    assert (DENSE.size, RECURRENT.size) == (800, 512)


def test_a_description_is_read_as_it_is_written():
    text = "2, 32, tanh, 0.01, adam"
    assert DENSE.text(DENSE.read(text)) == text
    assert DENSE.read(" 2,32 , TANH,0.01,Adam ") == DENSE.read(text)
    assert DENSE.said(DENSE.read(text)) == {
        "layers": "2",
        "width": "32",
        "activation": "tanh",
        "rate": "0.01",
        "optimizer": "adam",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "this one has 0"),
        ("2, 32", "this one has 2"),
        ("2, 33, tanh, 0.01, adam", "'33' is no width"),
        ("<b>, 32, tanh, 0.01, adam", "'<b>' is no layers"),
        ("lstm, plain, 1, 8, 0.1, adam", "this one has 6"),
    ],
)
def test_what_is_no_description_gets_one_sentence(text, words):
    with pytest.raises(InputError, match=words):
        DENSE.read(text)


def test_what_is_held_fixed_leaves_the_rest_free():
    config = SearchConfig(held="optimizer sgd, Width 8")
    assert len(config.designs) == 4 * 4 * 5
    assert all(DENSE.said(DENSE.tokens(n))["width"] == "8" for n in config.designs)
    assert len(SearchConfig().designs) == DENSE.size


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("layers 1, width 4, activation relu, rate 1, optimizer sgd", "nothing to search"),
        ("colour red", "'colour'"),
        ("width 9", "'9' is no width"),
        ("width", "'' is no width"),
    ],
)
def test_a_space_of_one_and_what_cannot_be_held_get_one_sentence(held, words):
    with pytest.raises(InputError, match=words):
        SearchConfig(held=held)
