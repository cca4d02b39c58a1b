"""Whether a difference between two groups is more than chance, when several groups are compared with one reference.

*The permutation test.* If there were no difference between two groups of n and m networks, their scores might as well
have been dealt out in any other way. p is the share of all deals, (n + m)! / n! m! of them, whose rank sum lies at
least as far from its mean as the one that was found, in either direction: an exact two-sided rank-sum test, which takes
ties as they are.

*Holm's correction.* Of K comparisons with no difference in any, an uncorrected test at α reports one in far more than a
share α of all tournaments. Holm rejects the smallest p if it is at most α/K, then the next if it is at most α/(K − 1),
and so on until one is not; then the chance that anything at all is reported where nothing differs is at most α, however
the comparisons hang together.

References
----------
- Mann, Whitney 1947, "On a Test of Whether One of Two Random Variables is Stochastically Larger than the Other".
- Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

FAMILY_ERROR = 0.05
"""How often, at most, a tournament of equals may report a difference: α of all comparisons together."""


def permutation_p(one: Sequence[Any], other: Sequence[Any]) -> float:
    """The exact two-sided p of the rank-sum permutation test.

    Parameters
    ----------
    one, other : sequence
        Scores that can be ordered, at least one in each; only their order counts.

    Returns
    -------
    float
        In (0, 1].
    """
    scores = [*one, *other]
    n, total = len(one), len(scores)
    ranks = [2 * sum(score > rival for rival in scores) + scores.count(score) + 1 for score in scores]  # twice the rank
    deals = np.zeros((n + 1, sum(ranks) + 1))  # in how many ways so many ranks have that sum
    deals[0, 0] = 1
    for rank in ranks:
        deals[1:, rank:] += deals[:-1, :-rank].copy()
    middle = n * (total + 1)
    off = np.abs(np.arange(deals.shape[1]) - middle)
    return float(deals[n, off >= abs(sum(ranks[:n]) - middle)].sum() / comb(total, n))


def holm(p: Sequence[float], error: float = FAMILY_ERROR) -> list[bool]:
    """Which of several comparisons count as a difference, none of them falsely in all but a share `error` of families.

    Parameters
    ----------
    p : sequence of float
        One for each comparison of the family.
    error : float
        α of the whole family.
    """
    counts = [False] * len(p)
    for done, k in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        if p[k] > error / (len(p) - done) * (1 + 1e-12):
            break
        counts[k] = True
    return counts


def needed(comparisons: int, error: float = FAMILY_ERROR) -> int:
    """How many networks of each kind a family of so many comparisons needs.

    With fewer, not even ranks that lie wholly apart have a p of at most `error` / `comparisons`, and no difference
    could be told from chance.
    """
    n = 2
    while 2 / comb(2 * n, n) > error / max(1, comparisons):
        n += 1
    return n
