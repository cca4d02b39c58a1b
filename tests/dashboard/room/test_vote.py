"""A question to the room."""

from __future__ import annotations

import pytest

from dashboard.room.vote import Vote


@pytest.fixture
def vote() -> Vote:
    """A question with three answers."""
    return Vote(1, "Which?", ["a", "b", "c"])


def test_the_last_answer_of_a_seat_counts_and_no_other(vote: Vote):
    for answer in (0, 1, 2):
        assert vote.choose("seat", 1, answer)
    assert (vote.count, vote.tally, vote.chosen("seat")) == (1, (0, 0, 1), 2)


def test_nobody_sees_how_the_answers_spread_before_it_is_shown(vote: Vote):
    vote.choose("seat", 1, 2)
    assert "tally" not in vote.told()
    assert vote.told(lecturer=True)["tally"] == (0, 0, 1)
    vote.shown = True
    assert vote.told()["tally"] == (0, 0, 1)


def test_a_closed_question_takes_no_answer(vote: Vote):
    vote.close()
    assert not vote.choose("seat", 1, 0)
    assert vote.count == 0


def test_who_knows_what_is_right_answers_no_more(vote: Vote):
    vote.mark(1)
    assert vote.told()["right"] == 1
    assert not vote.choose("seat", 1, 1)


def test_the_second_round_keeps_the_first_beside_it(vote: Vote):
    vote.choose("seat", 1, 0)
    vote.mark(2)
    vote.again(2)
    assert (vote.before, vote.tally, vote.right) == ((1, 0, 0), (0, 0, 0), None)
    assert not vote.choose("seat", 1, 2), "an answer to the first round came late"
    assert vote.choose("seat", 2, 2)


@pytest.mark.parametrize("answer", [-1, 3, 10**9])
def test_an_answer_that_does_not_exist_does_not_count(vote: Vote, answer: int):
    assert not vote.choose("seat", 1, answer)
