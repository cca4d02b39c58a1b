"""Answers of which something may be said, and others of which it may not."""

from __future__ import annotations

CASES = {
    "all_right": ([[[0, 2, 1], (0, 2, 1)]], [[[0, 2], (0, 2, 1)], [[0, 1, 2], (0, 2, 1)]]),
    "goes_wrong": ([[[0, 2], (0, 2, 1)], [[0, 1, 2], (0, 2, 1)], [[], (0,)], [[0, 1], (0,)]], [[[0, 2, 1], (0, 2, 1)]]),
    "more_than_trained": ([[9, 8, "pointer"], [9, 8, "fixed"]], [[8, 8, "pointer"], [3, 8, "fixed"]]),
    "has_no_word": ([[9, 8, "fixed"], [9, 8, "attention"]], [[9, 8, "pointer"], [8, 8, "fixed"]]),
    "mask_does_much": ([[0.8, 0.1, 0.9]], [[0.8, 0.8, 0.0], [0.0, 0.0, 1.0]]),
    "mask_does_nothing": ([[0.8, 0.8, 0.0], [0.8, 0.795, 0.0]], [[0.8, 0.1, 0.9]]),
    "detour": ([[3.1, 3.0]], [[3.0, 3.0]]),
    "shortest": ([[3.0, 3.0]], [[3.1, 3.0]]),
}
