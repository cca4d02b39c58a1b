"""How well a concept can be read off the states of a network: off one unit, or off all units by a linear probe."""

from __future__ import annotations

import numpy as np

_LEVELS = 2**16
"""To which values are rounded between their least and their greatest before they are ranked."""

PENALTY = 100.0
"""On the squared weights of a linear probe, whose inputs have variance 1."""


def auc(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The chance that a value where something is true is larger than one where it is not; equal ones count half.

    This is the area under the receiver operating characteristic, computed from ranks (Mann & Whitney 1947): 1 or 0 is a
    perfect separation, 0.5 is none.

    Parameters
    ----------
    values : ndarray, shape (N, U)
        One column a unit.
    truth : ndarray of bool, shape (N, K)
        One column a concept.

    Returns
    -------
    ndarray, shape (K, U)
        NaN for a concept that is true, or false, everywhere.
    """
    inside = truth.sum(axis=0, dtype=np.float64)[:, None]  # (K, 1)
    outside = len(truth) - inside
    ranks = np.stack([_ranks(column) for column in values.T], axis=1)  # (N, U)
    total = truth.T.astype(np.float64) @ ranks  # (K, U)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (total - inside * (inside + 1) / 2) / (inside * outside)


def _ranks(values: np.ndarray) -> np.ndarray:
    """The rank of each value, 1 … N; equal ones share theirs."""
    low, high = values.min(), values.max()
    level = ((values - low) * ((_LEVELS - 1) / max(high - low, 1e-12))).astype(np.int64)  # (N,)
    count = np.bincount(level, minlength=_LEVELS)
    return (np.cumsum(count) - (count - 1) / 2)[level]


def correlation(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Pearson's r between each unit and each graded concept.

    Parameters
    ----------
    values : ndarray, shape (N, U)
        One column a unit.
    truth : ndarray, shape (N, K)
        One column a concept.

    Returns
    -------
    ndarray, shape (K, U)
        −1 … 1; 0 for a unit that never moves, NaN for a concept that never changes.
    """
    values, truth = values - values.mean(axis=0), truth - truth.mean(axis=0)
    spread = np.sqrt((values**2).sum(axis=0)) + 1e-12  # (U,)
    with np.errstate(invalid="ignore"):
        return (truth.T @ values) / np.sqrt((truth**2).sum(axis=0))[:, None] / spread


def scores(values: np.ndarray, truth: np.ndarray, graded: np.ndarray) -> np.ndarray:
    """`correlation` for the graded concepts, `auc` for the others.

    Parameters
    ----------
    values : ndarray, shape (N, U)
        One column a unit.
    truth : ndarray, shape (N, K)
        One column a concept; those that are yes or no hold 1 and 0.
    graded : ndarray of bool, shape (K,)
        Which are graded.

    Returns
    -------
    ndarray, shape (K, U)
    """
    found = np.empty((truth.shape[1], values.shape[1]))
    if graded.any():
        found[graded] = correlation(values, truth[:, graded])
    if not graded.all():
        found[~graded] = auc(values, truth[:, ~graded] > 0.5)
    return found


def strength(score: np.ndarray, graded: np.ndarray) -> np.ndarray:
    """How well a unit tells, whichever of its signs means yes: max(AUC, 1 − AUC), or |r|.

    Parameters
    ----------
    score : ndarray, shape (K, …)
        From `scores`.
    graded : ndarray of bool, shape (K,)
        Which concepts are graded.
    """
    graded = graded.reshape(-1, *[1] * (score.ndim - 1))
    return np.where(graded, np.abs(score), np.maximum(score, 1 - score))


def linear_probe(
    fit: np.ndarray, fit_truth: np.ndarray, test: np.ndarray, test_truth: np.ndarray, graded: np.ndarray
) -> np.ndarray:
    """How well the best weighted sum of all units tells each concept, on positions that it was not fitted to.

    The weights are those of a ridge regression on standardised units. For a yes-or-no concept that is Fisher's linear
    discriminant, which the AUC then judges without a threshold.

    Parameters
    ----------
    fit, test : ndarray, shape (N, U) and (M, U)
        The units where the weights are fitted, and where they are judged.
    fit_truth, test_truth : ndarray, shape (N, K) and (M, K)
        The concepts there.
    graded : ndarray of bool, shape (K,)
        Which are graded.

    Returns
    -------
    ndarray, shape (K,)
        As `strength`.

    References
    ----------
    Alain & Bengio 2017, "Understanding intermediate layers using linear classifier probes".
    """
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    probe = make_pipeline(StandardScaler(), Ridge(alpha=PENALTY))
    sums = probe.fit(fit, fit_truth).predict(test).reshape(len(test), -1)  # (M, K)
    own = np.array([scores(sums[:, [k]], test_truth[:, [k]], graded[[k]])[0, 0] for k in range(len(graded))])  # (K,)
    return strength(own, graded)
