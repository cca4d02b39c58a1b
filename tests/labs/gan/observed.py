"""What may be said of forger and detective in some cases, and in others not."""

from __future__ import annotations

CRITIC, GENERATOR = [("critic", 2)], [("generator", 2)]

CASES = {
    "untrained": ([[0]], [[1], [900]]),
    "reaches_all": ([[900, 8.0, 0.95]], [[0, 8.0, 0.95], [900, 7.0, 0.95], [900, 8.0, 0.5]]),
    "reaches_all_badly": ([[900, 8.0, 0.5]], [[900, 8.0, 0.95], [900, 7.0, 0.5], [0, 8.0, 0.5]]),
    "collapsed": ([[900, 2.0, 0.3], [900, 7.0, 0.9]], [[900, 8.0, 0.3], [0, 1.0, 0.0]]),
    "recognised": ([[0.9, 0.95]], [[float("nan"), 0.95]]),
    "pictures_alike": ([[0.02, 0.25]], [[0.2, 0.25], [0.25, 0.25]]),
    "speaks": ([[600, 0.97, 48.0]], [[0, 0.97, 48.0], [600, 0.97, 1.0], [600, 0.0, 0.0]]),
    "speechless": (
        [[600, 0.0, 0.0, True], [600, 1.0, 1.0, True]],
        [[600, 0.0, 0.0, False], [0, 0.0, 0.0, True], [600, 0.9, 40.0, True]],
    ),
    "babbles": ([[600, 0.0, 0.0, False]], [[600, 0.0, 0.0, True], [0, 0.0, 0.0, False], [600, 0.9, 40.0, False]]),
    "explodes": ([[2_000.0]], [[3.0], [1_000.0]]),
    "detective_is_sure": ([[0.99, 0.1]], [[0.8, 0.1]]),
    "critic_gap": ([[1.0, -0.5], [0.0, 0.1]], [[float("nan"), 0.0]]),
    "gauge_is_bounded": (
        [[1.0, 0.5, 1.2, False]],
        [[1.0, 0.5, 1.2, True], [1.0, -0.1, 1.2, False], [1.0, 0.5, 0.0, False]],
    ),
    "gauge_proves_nothing": ([[1.0, -0.1, 1.2, False]], [[1.0, 0.5, 1.2, False], [1.0, -0.1, 1.2, True]]),
    "gauge_is_no_distance": ([[1.0, 0.9, True]], [[1.0, 0.9, False]]),
    "slopes_are_near_one": ([[1.05, 0.1], [0.8, 0.2]], [[0.1, 0.1], [2.0, 0.5]]),
    "slopes_are_not_one": ([[0.1, 0.1], [2.0, 0.5]], [[1.05, 0.1]]),
    "weights_at_the_bound": ([[0.4, 0.05], [0.0, 0.05]], [[None, 0.05]]),
    "critic_alone": (
        [[CRITIC, (0.1, 0.2, 0.3)]],
        [[CRITIC, (0.1, 0.0, 0.05)], [GENERATOR, (0.1, 0.2, 0.3)], [[*CRITIC, *GENERATOR], (0.1,) * 5], [(), (0.1,)]],
    ),
    "generator_alone": (
        [[GENERATOR, (0.3, 0.2, 0.1)]],
        [[GENERATOR, (0.1, 0.2, 0.3)], [CRITIC, (0.3, 0.2, 0.1)], [(), (0.1,)]],
    ),
}
