"""What one must beat to have learnt anything: guessing by how often a level comes at all, or after the one before it.

Imports no torch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SMOOTHING = 0.05
"""What is added to every count, so that nothing is impossible: of 0.01 … 1, what suits held-out data best."""


def unigram_bits(training: Sequence[np.ndarray], held_out: Sequence[np.ndarray], levels: int) -> float:
    """Mean −log₂ p of each held-out sample, guessed by how often its level comes in training.

    Parameters
    ----------
    training, held_out : sequence of ndarray of int64, shape (N,)
        SoundBank in levels.
    levels : int
        Q.
    """
    counts = np.bincount(np.concatenate(training), minlength=levels) + SMOOTHING  # (Q,)
    bits = -np.log2(counts / counts.sum())  # (Q,)
    return float(bits[np.concatenate(held_out)].mean())


def markov_bits(training: Sequence[np.ndarray], held_out: Sequence[np.ndarray], levels: int) -> float:
    """The same, guessed by how often its level came after the one before it: a Markov chain of order 1.

    The first sample of each sound, which has none before it, is not counted.
    """
    counts = np.full((levels, levels), SMOOTHING)
    for sound in training:
        np.add.at(counts, (sound[:-1], sound[1:]), 1)
    bits = -np.log2(counts / counts.sum(1, keepdims=True))  # (Q, Q)
    return float(np.concatenate([bits[sound[:-1], sound[1:]] for sound in held_out]).mean())
