"""Scores of units and of linear probes."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from core.labs.gates.probes import auc, correlation, linear_probe, scores, strength

DICE = np.random.default_rng(0)


def test_auc_is_one_for_a_perfect_unit_zero_for_its_mirror_and_half_for_a_constant_one():
    truth = DICE.random(200) > 0.7
    values = np.stack([truth + 0.1 * DICE.random(200), -1.0 * truth, np.zeros(200)], axis=1)
    np.testing.assert_allclose(auc(values, truth[:, None]), [[1, 0, 0.5]])


def test_auc_is_that_of_scikit_learn():
    values = DICE.normal(size=(500, 4)).astype(np.float32)
    values[:, 3] = values[:, 3].round()  # many equal ones
    truth = np.stack([values[:, 0] + DICE.normal(size=500) > 0.5, values[:, 3] + DICE.normal(size=500) > 0], axis=1)
    theirs = [[roc_auc_score(truth[:, k], values[:, u]) for u in range(4)] for k in range(2)]
    np.testing.assert_allclose(auc(values, truth), theirs, atol=1e-4)


def test_auc_of_a_concept_that_never_holds_is_no_number():
    assert np.isnan(auc(np.ones((5, 1)), np.zeros((5, 1), bool))).all()


def test_correlation_is_that_of_numpy():
    values, truth = DICE.normal(size=(300, 3)), DICE.normal(size=(300, 2))
    truth[:, 0] += values[:, 1]
    theirs = np.corrcoef(values, truth, rowvar=False)[3:, :3]
    np.testing.assert_allclose(correlation(values, truth), theirs, atol=1e-9)


def test_unit_that_never_moves_correlates_with_nothing():
    assert correlation(np.ones((9, 1)), np.arange(9.0)[:, None]) == 0


def test_graded_and_yes_or_no_concepts_keep_their_order():
    values = DICE.normal(size=(400, 2)).astype(np.float32)
    truth = np.stack([values[:, 0] > 0, values[:, 1], values[:, 1] > 0], axis=1).astype(np.float32)
    graded = np.array([False, True, False])
    found = scores(values, truth, graded)
    assert found[0, 0] == pytest.approx(1)
    assert found[1, 1] == pytest.approx(1)
    assert found[2, 1] == pytest.approx(1)


def test_strength_does_not_ask_for_the_sign():
    score = np.array([[0.1, 0.9], [-0.8, 0.8]])
    np.testing.assert_allclose(strength(score, np.array([False, True])), [[0.9, 0.9], [0.8, 0.8]])


def test_probe_reads_what_is_spread_over_units():
    values = DICE.normal(size=(4000, 16)).astype(np.float32)
    total = values.sum(axis=1)
    truth = np.stack([total > 0, total], axis=1).astype(np.float32)
    graded = np.array([False, True])
    fit, test = slice(2000), slice(2000, None)
    probe = linear_probe(values[fit], truth[fit], values[test], truth[test], graded)
    best = strength(scores(values[test], truth[test], graded), graded).max(axis=1)
    assert (probe > 0.99).all()
    assert (best < 0.75).all()


def test_probe_finds_nothing_in_noise():
    values = DICE.normal(size=(4000, 16)).astype(np.float32)
    truth = (DICE.random((4000, 1)) > 0.5).astype(np.float32)
    probe = linear_probe(values[:2000], truth[:2000], values[2000:], truth[2000:], np.array([False]))
    assert probe[0] < 0.56
