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


def test_first_questions_are_free_and_the_others_are_held_at_something():
    config = SearchConfig(free=2)
    assert len(config.designs) == 4 * 5
    said = [DENSE.said(DENSE.tokens(number)) for number in config.designs]
    assert {(one["activation"], one["rate"], one["optimizer"]) for one in said} == {("tanh", "0.01", "adam")}
    assert len(SearchConfig().designs) == len(SearchConfig(free=5).designs) == DENSE.size


@pytest.mark.parametrize("space", SPACES)
def test_a_space_of_one_is_the_design_that_is_held(space):
    config = SearchConfig(space=space, free=0)
    assert [config.choices.text(config.choices.tokens(number)) for number in config.designs] == [config.choices.held]
