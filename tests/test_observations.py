"""Nothing on a page is a constant dressed as an observation: each is said where it holds, and only there.

The cases stand in ``tests/labs/<key>/observed.py``: for each observation of the lab what it must be said of, and what
it must not be said of.
"""

from __future__ import annotations

import importlib
import re
from importlib.util import find_spec
from string import Formatter

import pytest

import core.observation
from core.course import KEYS
from core.observation import observation, observations_in
from dashboard.catalogue import sentences
from dashboard.observed import observed

LABS = [key for key in KEYS if find_spec(f"core.labs.{key}.observations")]
EVERY = [
    pytest.param(key, one, id=f"{key}-{one.name}")
    for key in LABS
    for one in observations_in(importlib.import_module(f"core.labs.{key}.observations"))
]


def cases(key):
    return importlib.import_module(f"tests.labs.{key}.observed").CASES


@pytest.mark.parametrize(("key", "one"), EVERY)
def test_an_observation_is_said_where_it_holds(key, one):
    for seen in cases(key)[one.name][0]:
        values = one.of(*seen)
        assert values is not None
        assert set(values) == {name for _, name, _, _ in Formatter().parse(one.sentence) if name}
        assert all(isinstance(value, str) and value for value in values.values())


@pytest.mark.parametrize(("key", "one"), EVERY)
def test_an_observation_is_not_said_where_it_does_not_hold(key, one):
    others = cases(key)[one.name][1]
    assert others
    assert [one.of(*seen) for seen in others] == [None] * len(others)


@pytest.mark.parametrize("key", LABS)
def test_every_case_belongs_to_an_observation(key):
    named = {one.name for one in observations_in(importlib.import_module(f"core.labs.{key}.observations"))}
    assert set(cases(key)) == named


def test_every_observation_stands_in_the_catalogue():
    known = sentences()
    assert [one.values[1].name for one in EVERY if one.values[1].sentence not in known] == []


CLAIMS = re.compile(
    r"(?<!what )\b(it|they|the networks?|this network) (has|have) (learnt|found)\b"
    r"|\bnever learnt (where|to)\b|\bnobody told it\b|\bmost networks\b|\bevery word (is )?right\b|\boften looks\b",
    re.IGNORECASE,
)
"""How a sentence speaks that tells what a network did, and that must therefore be an observation."""


def test_no_other_sentence_tells_what_a_network_did():
    told = {one.values[1].sentence for one in EVERY}
    assert [message for message in sentences() if message not in told and CLAIMS.search(message)] == []


def test_what_was_said_of_every_network_would_be_found():
    for claim in ("Nobody told it to.", "Most networks could see everything above.", "at 年 it often looks ahead"):
        assert CLAIMS.search(claim)


def test_values_are_shown_letter_for_letter():
    @observation("It wrote {text}.")
    def wrote(text):
        return {"text": text} if text else None

    assert observed(wrote, of=["*a*"]) == [r"It wrote \*a\*."]
    assert observed(wrote, of=[""]) == []


def test_the_example_of_the_docstring_is_true():
    import doctest

    assert doctest.testmod(core.observation).failed == 0
