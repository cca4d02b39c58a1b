"""When a difference is more than chance: an exact permutation test, and a correction for many comparisons."""

from __future__ import annotations

from itertools import combinations, permutations
from math import comb

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from core.analyses.significance import FAMILY_ERROR, holm, needed, permutation_p


def by_hand(one, other):
    """The share of all deals whose rank sum lies as far from its mean, counted one by one."""
    scores = [*one, *other]
    ranks = [sum(s > r for r in scores) + (scores.count(s) + 1) / 2 for s in scores]
    middle = len(one) * (len(scores) + 1) / 2
    deals = [abs(sum(deal) - middle) for deal in combinations(ranks, len(one))]
    return sum(deal >= abs(sum(ranks[: len(one)]) - middle) for deal in deals) / len(deals)


@pytest.mark.parametrize("most", [3, 8, 1_000])
def test_p_counts_every_deal_ties_as_they_are(most):
    rng = np.random.default_rng(most)
    for n, m in ((1, 1), (2, 3), (4, 4), (5, 3), (6, 6)):
        one, other = rng.integers(0, most, n).tolist(), rng.integers(0, most, m).tolist()
        assert permutation_p(one, other) == pytest.approx(by_hand(one, other), abs=1e-12)


def test_without_ties_p_is_that_of_mann_and_whitney():
    rng = np.random.default_rng(1947)
    for n in (3, 5, 8):
        values = rng.permutation(2 * n).tolist()
        exact = mannwhitneyu(values[:n], values[n:], method="exact").pvalue
        assert permutation_p(values[:n], values[n:]) == pytest.approx(exact, abs=1e-12)


def test_equal_scores_tell_nothing():
    assert permutation_p([1, 1, 1], [1, 1, 1]) == 1


def test_holm_tightens_the_first_and_stops_at_the_first_that_fails():
    assert holm([0.02, 0.01, 0.04]) == [True, True, True]
    assert holm([0.03, 0.01, 0.04]) == [False, True, False]  # .03 > .05/2, so .04 is not even looked at
    assert holm([0.02, 0.02, 0.02]) == [False, False, False]
    assert holm([]) == []


def test_holm_does_not_depend_on_the_order():
    p = [0.001, 0.02, 0.024, 0.9]
    told = dict(zip(p, holm(p), strict=True))
    for order in permutations(p):
        assert holm(order) == [told[value] for value in order]


@pytest.mark.parametrize(("comparisons", "seeds"), [(1, 4), (2, 5), (6, 5), (11, 6)])
def test_fewer_seeds_than_needed_could_never_tell_a_difference(comparisons, seeds):
    assert needed(comparisons) == seeds
    wholly_apart = permutation_p(range(seeds), range(10, 10 + seeds))
    assert wholly_apart == 2 / comb(2 * seeds, seeds) <= FAMILY_ERROR / comparisons
    assert permutation_p(range(seeds - 1), range(10, 9 + seeds)) > FAMILY_ERROR / comparisons
