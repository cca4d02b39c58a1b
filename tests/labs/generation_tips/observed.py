"""Remedies of which something may be said, and others of which it may not."""

from __future__ import annotations

CASES = {
    "helps": ([[[0.5, 0.4], [0.7, 0.6]], [[0.1], [0.2]]], [[[0.5, 0.4], [0.7, 0.4]], [[], []]]),
    "hurts": ([[[0.7, 0.6], [0.5, 0.4]]], [[[0.5, 0.4], [0.7, 0.6]], [[], []]]),
    "unclear": ([[[0.5, 0.4], [0.7, 0.3]], [[0.5], [0.5]]], [[[0.5], [0.7]], [[0.7], [0.5]], [[], []]]),
    "teaches_nothing": ([[[0.0, 0.0]]], [[[0.5, -0.5]], [[]]]),
}
