"""Heads and networks of which something may be said, and others of which it may not."""

from __future__ import annotations

import numpy as np

from core.labs.self_attention.heads import Reach, Score

FINDS = Score(np.array([[0.1, 0.2], [0.8, 0.1]]), 0.1)
BLIND = Score(np.array([[0.1, 0.12], [0.11, 0.1]]), 0.1)
HALF = Score(np.array([[0.1, 0.12], [0.3, 0.1]]), 0.1)
P, Q = np.array([0.9, 0.1]), np.array([0.1, 0.9])

CASES = {
    "looks_at_what_followed": (
        [[FINDS, "copying", True]],
        [[FINDS, "brackets", True], [FINDS, "copying", False], [BLIND, "copying", True]],
    ),
    "looks_at_the_bracket": ([[FINDS, "brackets", True]], [[FINDS, "copying", True], [BLIND, "brackets", True]]),
    "nobody_looks": ([[BLIND, "copying", True]], [[FINDS, "copying", True], [HALF, "copying", True]]),
    "distance_costs_nothing": (
        [["attention", [Reach(1, 100, 100), Reach(9, 996, 1000)]]],
        [["GRU", [Reach(1, 100, 100), Reach(9, 73, 100)]], ["attention", []]],
    ),
    "distance_costs": (
        [["GRU", [Reach(1, 100, 100), Reach(9, 73, 100)]]],
        [
            ["attention", [Reach(1, 100, 100), Reach(9, 996, 1000)]],
            ["untrained", [Reach(1, 10, 100), Reach(9, 12, 100)]],
            ["GRU", [Reach(1, 100, 100)]],
        ],
    ),
    "order_counts": ([[P, Q, ["F", "X"], ("Q", "F")]], [[P, P, ["F", "X"], ("Q", "F")]]),
    "bag_of_tokens": ([[P, P, ["F", "X"], ("Q", "F")]], [[P, Q, ["F", "X"], ("Q", "F")]]),
    "missed": ([[1.0, 0.4]], [[1.0, 0.99]]),
    "not_missed": ([[1.0, 0.99]], [[1.0, 0.4]]),
}
