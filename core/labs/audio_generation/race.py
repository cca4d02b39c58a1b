"""What it saves to keep what was computed: the same samples, read by a network that keeps and by one that does not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.labs.audio_generation.writing import Cached, Naive, Reader, Weights


@dataclass(frozen=True)
class Race:
    """Both ways to write.

    Attributes
    ----------
    field : int
        Samples that a prediction depends on.
    cached, naive : float
        Seconds that a sample takes, of one core, once there are as many samples before it as are seen.
    same : bool
        Whether all logits are the same, to the last bit.
    """

    field: int
    cached: float
    naive: float
    same: bool

    @property
    def ratio(self) -> float:
        """How many times as long the naive way takes."""
        return self.naive / self.cached


def race(weights: Weights, dilations: Sequence[int], levels: np.ndarray, count: int = 40) -> Race:
    """Let both read the same sound, and measure only when each has read a whole field.

    Parameters
    ----------
    weights : Weights
        Of one sound.
    dilations : sequence of int
        How far back each layer looks.
    levels : ndarray of int64, shape (T,)
        What is read, again and again if it is too short.
    count : int
        Samples that are measured.
    """
    field = 1 + sum(dilations)
    sound = np.resize(levels, field + count)
    cached, naive = Cached(weights, dilations), Naive(weights, dilations)
    for level in sound[:field]:
        cached.read(level[None])
    naive.seen = [level[None] for level in sound[:field]]  # it keeps nothing else
    (ours, first), (theirs, second) = (_timed(reader, sound[field:]) for reader in (cached, naive))
    return Race(field, ours, theirs, bool((first == second).all()))


def _timed(reader: Reader, sound: np.ndarray) -> tuple[float, np.ndarray]:
    """Seconds a sample, in the middle of all, for others work on this machine too; and all logits."""
    logits, seconds = [], []
    for level in sound:
        began = time.thread_time()
        logits.append(reader.read(level[None]))
        seconds.append(time.thread_time() - began)
    return float(np.median(seconds)), np.stack(logits)
