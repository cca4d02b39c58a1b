"""Searches of which something may be said, and others of which it may not."""

from __future__ import annotations

GOOD, POOR = [[0.2] * 50 + [0.9] * 60], [[0.3] * 110]
FEW = [[0.9, 0.8]]

CASES = {
    "expectation_rises": ([[GOOD, POOR], [GOOD * 3, POOR * 2]], [[POOR, POOR], [POOR, GOOD], [FEW, POOR], [[], []]]),
    "expectation_stays": ([[POOR, POOR], [POOR, GOOD]], [[GOOD, POOR], [FEW, POOR], [[], []]]),
    "best_is_no_better": ([[GOOD, GOOD], [POOR, GOOD]], [[GOOD, POOR], [[], []], [[[]], POOR]]),
    "best_is_better": ([[GOOD, POOR]], [[GOOD, GOOD], [POOR, GOOD], [[], []]]),
    "some_diverged": ([[3]], [[0]]),
    "luck_is_lost": ([[0.95, 0.91]], [[0.95, 0.949], [0.9, 0.95]]),
    "luck_is_kept": ([[0.95, 0.949], [0.9, 0.95]], [[0.95, 0.91]]),
    "believes_in_the_good": ([[0.8, 0.02, 0.9]], [[0.02, 0.02, 0.9]]),
    "is_stuck": ([[0.9, 0.7, 0.93]], [[0.9, 0.92, 0.93], [0.1, 0.7, 0.93]]),
}
