"""In which order units are looked at: those that move together side by side, or those first that follow something."""

from __future__ import annotations

import numpy as np
import pytest

from core.trace.units import by_concept, by_similarity, signed_separation

TRUTH = np.array([True, True, False, False, True, False])


def waves(kinds, seed=0):
    """Units (T, H) that follow the wave of their kind, each a little off."""
    rng = np.random.default_rng(seed)
    time = np.arange(60)[:, None]
    base = np.sin(time * np.array([0.2, 0.7, 1.3]))  # (T, 3)
    return base[:, kinds] + 0.05 * rng.normal(size=(60, len(kinds)))


def test_units_that_move_together_stand_together():
    kinds = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2])
    order = by_similarity(waves(kinds))
    assert sorted(order.tolist()) == list(range(9))
    assert (np.diff(kinds[order]) != 0).sum() == 2  # three runs of three


def test_a_unit_that_never_moves_breaks_no_order():
    values = np.concatenate([waves([0, 1, 0, 1]), np.ones((60, 2))], axis=1)
    assert sorted(by_similarity(values).tolist()) == list(range(6))
    assert sorted(by_similarity(values[:1]).tolist()) == list(range(6))
    assert by_similarity(values[:, :1]).tolist() == [0]


def test_units_that_are_higher_inside_a_concept_come_first():
    follows = TRUTH.astype(float)
    noise = np.array([0.1, -0.1, 0.1, -0.1, 0.1, 0.1])
    values = np.stack([noise, -follows + noise, follows + noise], axis=1)
    assert by_concept(values, TRUTH).tolist() == [2, 0, 1]
    assert np.sign(signed_separation(values, TRUTH))[1:].tolist() == [-1, 1]


@pytest.mark.parametrize("truth", [np.ones(6, bool), np.zeros(6, bool)])
def test_a_concept_that_always_holds_orders_nothing(truth):
    with pytest.raises(ValueError, match="inside and outside"):
        by_concept(np.zeros((6, 2)), truth)
