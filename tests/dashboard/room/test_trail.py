"""A lecture recorded while it is given: where the lecturer stood, in order, each view once."""

from __future__ import annotations

from dashboard.lectures import Stop
from dashboard.own_lecture import MOST
from dashboard.room.trail import LEAST, Trail

A, B, C = (Stop("", {"step": str(step)}, lab="gates") for step in range(3))


def stood(*stays: tuple[Stop, float]) -> tuple[Trail, float]:
    trail, now = Trail(), 100.0
    for stop, seconds in stays:
        trail.stand(stop, now)
        now += seconds
    return trail, now


def test_views_are_remembered_in_order():
    trail, now = stood((A, LEAST), (B, LEAST + 1), (C, LEAST))
    assert trail.stops(now) == (A, B, C)


def test_a_view_that_one_only_passes_is_none():
    trail, now = stood((A, LEAST), (B, LEAST / 2), (C, LEAST))
    assert trail.stops(now) == (A, C)


def test_a_view_that_is_drawn_again_has_begun_when_it_was_first_drawn():
    trail, now = stood((A, LEAST / 2), (A, LEAST / 2))
    assert trail.stops(now) == (A,)


def test_coming_back_to_a_view_does_not_repeat_it():
    trail, now = stood((A, LEAST), (B, LEAST), (A, LEAST))
    assert trail.stops(now) == (A, B)


def test_where_one_stands_counts_only_when_one_has_stood_there():
    trail, now = stood((A, LEAST / 2))
    assert trail.stops(now) == ()
    assert trail.stops(now + LEAST) == (A,)


def test_there_are_no_more_views_than_a_lecture_has_stops():
    many = [(Stop("", {"step": str(step)}, lab="gates"), LEAST) for step in range(MOST + 5)]
    trail, now = stood(*many)
    assert len(trail.stops(now)) == MOST
