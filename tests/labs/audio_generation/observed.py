"""What may be said of a network that writes sound in some cases, and in others not."""

from __future__ import annotations

CASES = {
    "untrained": ([[0]], [[1], [900]]),
    "beats_the_chain": ([[900, 0.6, 3.7]], [[0, 0.6, 3.7], [900, 3.7, 3.7], [900, 5.0, 3.7]]),
    "trails_the_chain": ([[900, 3.7, 3.7], [2, 5.9, 3.7]], [[0, 6.0, 3.7], [900, 0.6, 3.7]]),
    "pitch_is_right": (
        [[220.5, 220.0, True]],
        [[330.0, 220.0, True], [None, 220.0, True], [220.5, None, True], [220.5, 220.0, False]],
    ),
    "pitch_is_wrong": (
        [[330.0, 220.0, True]],
        [[220.5, 220.0, True], [None, 220.0, True], [330.0, None, True], [330.0, 220.0, False]],
    ),
    "has_no_pitch": ([[None, 220.0, None]], [[220.0, 220.0, None], [None, None, None], [None, 220.0, "silence"]]),
    "is_silent": ([["silence"]], [["constant"], [None]]),
    "is_constant": ([["constant"]], [["silence"], [None]]),
    "goes_round": ([[0.05, 18]], [[0.05, None], [1.0, 18]]),
    "edge_is_seen": ([[64, 0.001, 0.0]], [[64, 0.0, 0.0], [64, 0.001, 0.001]]),
    "edge_is_lost": ([[64, 0.0, 0.0]], [[64, 0.001, 0.0], [64, 0.0, 0.001]]),
    "mostly_quiet": ([[0.7]], [[0.2], [0.5]]),
}
