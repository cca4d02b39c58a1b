from __future__ import annotations

import numpy as np
import pytest

from core.labs.architecture_search.history import best_of, recorded, running_mean, tried


def row(step, *outcomes, baseline=0.25):
    one = {"step": step, "baseline": baseline}
    for place, (design, seed, reward, diverged) in enumerate(outcomes):
        one |= recorded(place, design, seed, [0.1, 0.2, 0.3, 0.4, reward], diverged)
    return one


def test_every_child_of_a_step_is_read_as_it_was_recorded():
    rows = [row(1, (799, 2**31 - 11, 0.5, False), (0, 3, 0.0, True)), row(2, (7, 4, 0.75, False), baseline=0.5)]
    first, second, third = tried(rows)
    assert (first.step, first.design, first.seed, first.reward) == (1, 799, 2**31 - 11, 0.5)
    assert second.diverged
    assert not first.diverged
    assert third.advantage == 0.25
    assert best_of([first, second, third]) is third
    assert best_of([]) is None
    assert tried([{"step": 1}]) == []


@pytest.mark.parametrize("window", [1, 3, 100])
def test_running_mean_is_the_mean_of_the_last_ones(window):
    values = np.random.default_rng(0).random(10)
    wanted = [values[max(0, k - window + 1) : k + 1].mean() for k in range(10)]
    np.testing.assert_allclose(running_mean(values.tolist(), window), wanted)
    assert len(running_mean([], window)) == 0
