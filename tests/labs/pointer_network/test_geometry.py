"""Hulls, orders and shortest tours, each against its definition."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from core.labs.pointer_network.geometry import (
    area,
    convex_hull,
    ordered,
    shortest_tours,
    solve,
    tour_length,
)


def sets(count: int, n: int) -> np.ndarray:
    return ordered(np.random.default_rng(7).random((count, n, 2)))


def left_of(a, b, c) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@pytest.mark.parametrize("n", [3, 5, 10, 30])
def test_every_point_lies_left_of_every_edge_of_the_hull(n):
    for points in sets(40, n):
        hull = convex_hull(points.tolist())
        assert hull[0] == 0, "the leftmost one"
        assert len(set(hull)) == len(hull) >= 3
        for a, b in zip(hull, (*hull[1:], hull[0]), strict=True):
            assert all(left_of(points[a], points[b], c) >= 0 for c in points)


@pytest.mark.parametrize(
    ("points", "hull"),
    [
        ([[0.5, 0.5]], (0,)),
        ([[0.5, 0.5], [0.5, 0.5]], (0,)),
        ([[0.1, 0.2], [0.4, 0.1]], (0, 1)),
        ([[0.1, 0.1], [0.2, 0.2], [0.3, 0.3], [0.9, 0.9]], (0, 3)),
        ([[0.5, 0.1], [0.5, 0.2], [0.5, 0.7]], (0, 2)),
        ([[0, 0], [0, 0], [0.5, 0], [1, 0], [1, 1]], (0, 3, 4)),
    ],
    ids=["one", "equal", "two", "on a line", "above each other", "on an edge"],
)
def test_points_on_edges_and_on_each_other_are_no_corners(points, hull):
    assert convex_hull(points) == hull


@pytest.mark.parametrize("n", [1, 2, 3, 6, 8])
def test_no_order_makes_a_shorter_tour(n):
    points = sets(4, n)
    for one, tour in zip(points, shortest_tours(points), strict=True):
        best = min(tour_length(one[[0, *rest]]) for rest in permutations(range(1, n)))
        assert tour_length(one[tour]) == pytest.approx(best)
        assert sorted(tour) == list(range(n))
        assert tour[0] == 0
        assert n < 3 or one[tour[1], 1] <= one[tour[-1], 1], "of the two directions, the lower second point"


def test_tour_of_the_largest_set_is_no_longer_than_any_of_many_random_ones():
    points = sets(2, 12)
    random = np.random.default_rng(0)
    for one, tour in zip(points, shortest_tours(points), strict=True):
        assert all(tour_length(one[tour]) < tour_length(one[random.permutation(12)]) for _ in range(500))


def test_sorted_points_rise():
    points = sets(20, 9)
    for one, order in zip(points, solve("sorting", points), strict=True):
        assert (np.diff(one[list(order), 1]) > 0).all()
        assert len(order) == 9


def test_points_are_ordered_from_left_to_right_and_then_from_low_to_high():
    assert ordered(np.array([[0.5, 0.9], [0.1, 0.3], [0.5, 0.2]])).tolist() == [[0.1, 0.3], [0.5, 0.2], [0.5, 0.9]]


def test_area_is_that_of_the_hull():
    assert area(np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5], [1.0, 1.0], [0.0, 1.0]])) == pytest.approx(1)
    assert area(np.array([[0.2, 0.2], [0.4, 0.4]])) == 0
    assert area(np.zeros((0, 2))) == 0
