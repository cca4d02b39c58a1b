"""What may be said of codes and their pictures in some cases, and in others not."""

from __future__ import annotations

CASES = {
    "untrained": ([[0]], [[1], [6000]]),
    "random_codes_are_recognised": ([[6000, 0.87, 0.85]], [[0, 0.0, 0.85]]),
    "all_collapsed": ([[6000, 0.001]], [[6000, 5.6], [0, 0.001]]),
    "noise_has_died": ([[6000, 0.0002, 3.0]], [[6000, 0.05, 0.7], [0, 0.0, 3.0]]),
    "codes_are_elsewhere": ([[6000, 3.8, False], [6000, 0.2, False]], [[6000, 3.8, True], [6000, 1.0, False]]),
    "plane_is_a_cut": ([[8, 0.6]], [[2, 1.0]]),
    "some_collapsed": ([[[True, False, True]]], [[[True, True]], [[False, False]]]),
    "none_collapsed": ([[[True, True]]], [[[True, False]]]),
    "every_one_collapsed": ([[[False, False]]], [[[True, False]]]),
    "beats_linear": ([[10.5, -1.7]], [[-5.0, -1.7]]),
    "loses_to_linear": ([[-5.0, -1.7]], [[10.5, -1.7]]),
    "gives_back_more": ([[30.0, 42.0]], [[50.0, 42.0]]),
    "gives_back_less": ([[50.0, 42.0]], [[30.0, 42.0]]),
}
