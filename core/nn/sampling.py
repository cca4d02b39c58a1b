"""Sampling: what stands between a network's distribution and the token that is drawn. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InputError


@dataclass(frozen=True)
class Sampling:
    """How tokens are drawn: three settings that act one after the other, temperature, then top-k, then top-p.

    Attributes
    ----------
    temperature : float, 0 … 100
        Each p becomes p^(1/temperature), over their sum: the softmax of the logits divided by it. Below 1 the likely
        gets likelier, above 1 all becomes more alike; 0 is the limit, always the likeliest token (greedy).
    top_k : int, at least 0
        Only the k likeliest tokens stay; 0 keeps all.
    top_p : float, above 0, at most 1
        Of these only the nucleus stays: the fewest likeliest tokens that together reach this probability; 1 keeps all.

    Raises
    ------
    InputError
        If a setting is out of range.

    References
    ----------
    - Fan, Lewis, Dauphin 2018, "Hierarchical Neural Story Generation": top-k.
    - Holtzman, Buys, Du, Forbes, Choi 2020, "The Curious Case of Neural Text Degeneration": the nucleus.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        self._check("temperature", 0 <= self.temperature <= 100, "0 … 100")
        self._check("top_k", isinstance(self.top_k, int) and self.top_k >= 0, "0 (all), 1, 2, …")
        self._check("top_p", 0 < self.top_p <= 1, "numbers above 0, up to 1")

    def _check(self, name: str, fits: bool, allowed: str) -> None:
        if not fits:
            raise InputError(
                "{name} cannot be {value}; it takes {allowed}. Choose one of these and try again.",
                name=name,
                value=repr(getattr(self, name))[:80],
                allowed=allowed,
            )


STAGES = ("network", "temperature", "top_k", "top_p")
"""What `stages` shows: the network's own distribution, then what each setting makes of the one before."""


def stages(probabilities: np.ndarray, sampling: Sampling, never: Sequence[int] = ()) -> np.ndarray:
    """The distribution before the settings act and after each of them.

    Tokens that are cut off get exactly 0, the others sum to 1. Where tokens tie at a cut, the one with the lower
    number stays, so that top-k keeps k and never more.

    Parameters
    ----------
    probabilities : ndarray, shape (..., V)
        What the network believes comes next; each row sums to 1.
    sampling : Sampling
        Temperature, top-k and top-p, applied in this order, the rest brought to sum 1 after each.
    never : sequence of int
        Numbers of tokens that are taken out before any setting acts, because nobody wants them written.

    Returns
    -------
    ndarray, shape (4, ..., V), float64
        As named in `STAGES`; tokens are drawn from the last.
    """
    shown = np.empty((len(STAGES), *np.shape(probabilities)))
    shown[0] = probabilities
    weights = _without(shown[0], never)
    order = np.argsort(-weights, axis=-1, kind="stable")  # likeliest first
    weights = np.take_along_axis(weights, order, -1)  # (..., V), falling
    for stage, act in enumerate((_temper, _keep_k, _keep_nucleus), start=1):
        weights = act(weights, sampling)
        np.put_along_axis(shown[stage], order, weights, -1)
    return shown


def reshape(probabilities: np.ndarray, sampling: Sampling, never: Sequence[int] = ()) -> np.ndarray:
    """The distribution that tokens are drawn from: the last of `stages`, made without the others.

    Parameters
    ----------
    probabilities : ndarray, shape (..., V)
        What the network believes comes next; each row sums to 1.
    sampling : Sampling
        Temperature, top-k and top-p.
    never : sequence of int
        Numbers of tokens that are taken out first.

    Returns
    -------
    ndarray, shape (..., V), float64
    """
    weights = _without(np.asarray(probabilities, np.float64), never)
    if sampling.temperature and not sampling.top_k and sampling.top_p == 1:
        return _temper(weights, sampling)  # nothing is cut, so nothing need be put in order
    order = np.argsort(-weights, axis=-1, kind="stable")  # likeliest first
    weights = np.take_along_axis(weights, order, -1)  # (..., V), falling
    for act in (_temper, _keep_k, _keep_nucleus):
        weights = act(weights, sampling)
    reshaped = np.empty_like(weights)
    np.put_along_axis(reshaped, order, weights, -1)
    return reshaped


def draw(probabilities: np.ndarray, generator: np.random.Generator) -> int:
    """Draw the number of one token, with one random number from `generator`; never a token of probability 0.

    Parameters
    ----------
    probabilities : ndarray, shape (V,)
        As `reshape` returns them.
    generator : numpy.random.Generator
        The dice; equal seeds and distributions give equal tokens.
    """
    return int(pick(probabilities, generator.random()))


def pick(probabilities: np.ndarray, dice: np.ndarray | float) -> np.ndarray:
    """The tokens on which dice fall: lay the probabilities end to end, from 0 to 1, and see whose stretch each hits.

    Parameters
    ----------
    probabilities : ndarray, shape (..., V)
        As `reshape` returns them.
    dice : ndarray, shape (...)
        Numbers from 0 up to, but without, 1; one a distribution.

    Returns
    -------
    ndarray of int, shape (...)
        Numbers of tokens, none of probability 0.
    """
    below = np.cumsum(probabilities, -1)
    return (below / below[..., -1:] <= np.asarray(dice)[..., None]).sum(-1)


def _without(weights: np.ndarray, never: Sequence[int]) -> np.ndarray:
    """Probabilities without some tokens, to sum 1."""
    if not len(never):
        return weights
    weights = weights.copy()
    weights[..., list(never)] = 0
    return weights / weights.sum(-1, keepdims=True)


def _temper(weights: np.ndarray, sampling: Sampling) -> np.ndarray:
    """p^(1/temperature), to sum 1; at temperature 0 all on the first, which must then be the likeliest."""
    if sampling.temperature == 0:
        return np.broadcast_to(np.arange(weights.shape[-1]) == 0, weights.shape).astype(np.float64)
    weights = (weights / weights.max(-1, keepdims=True)) ** (1 / sampling.temperature)
    return weights / weights.sum(-1, keepdims=True)


def _keep_k(weights: np.ndarray, sampling: Sampling) -> np.ndarray:
    """Only the first `top_k` of falling probabilities, to sum 1."""
    if not sampling.top_k:
        return weights
    weights = np.where(np.arange(weights.shape[-1]) < sampling.top_k, weights, 0)
    return weights / weights.sum(-1, keepdims=True)


def _keep_nucleus(weights: np.ndarray, sampling: Sampling) -> np.ndarray:
    """Only the first of falling probabilities that together reach `top_p`, to sum 1."""
    if sampling.top_p == 1:
        return weights
    likelier = np.cumsum(weights, -1) - weights  # the probability of all tokens before this one
    weights = np.where(likelier > sampling.top_p - 1e-12, 0, weights)  # rounding must not add to a nucleus that is full
    return weights / weights.sum(-1, keepdims=True)
