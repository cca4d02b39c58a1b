"""Writing sound, one sample after the other: with what was computed before kept, and without.

A network of L layers needs, for one more sample, one new column of each layer: two products a layer, if what each layer
read d samples ago was kept. Who keeps nothing computes all columns of the whole field again. Both call the same
compiled layer on their columns, so that each number is the same to the last bit, and so are the samples.

References
----------
- Paine et al. 2016, "Fast Wavenet Generation Algorithm": the queue of each layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from core.nn.dilated import add_product, gated_layer
from core.nn.sampling import Sampling, pick, reshape


class Weights(NamedTuple):
    """A WaveNet as arrays, float32 (see `core.labs.audio_generation.model.WaveNet`).

    Attributes
    ----------
    embedding : ndarray, shape (Q + 1, C)
    then, now : ndarray, shape (L, C, 2C)
    biases : ndarray, shape (L, N, 2C)
        With what each of the N sounds is told.
    residual : ndarray, shape (L − 1, C, C)
    skip, skip_bias : ndarray, shape (L, C, S) and (S,)
    hidden, hidden_bias : ndarray, shape (S, S) and (S,)
    output, output_bias : ndarray, shape (S, Q) and (Q,)
    """

    embedding: np.ndarray
    then: np.ndarray
    now: np.ndarray
    residual: np.ndarray
    skip: np.ndarray
    skip_bias: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    output_bias: np.ndarray
    biases: np.ndarray


class WrittenSound(NamedTuple):
    """Sounds that were written.

    Attributes
    ----------
    levels : ndarray of int64, shape (N, T)
    probability, drawn_from : ndarray of float64, shape (N, T, Q)
        What the network believed of each sample, and what the sampling made of that.
    dice : ndarray of float64, shape (N, T)
        What fell, 0 … 1 (see `core.nn.sampling.pick`).
    """

    levels: np.ndarray
    probability: np.ndarray
    drawn_from: np.ndarray
    dice: np.ndarray


class Reader(Protocol):
    """What reads the levels before a sample and gives its logits."""

    def read(self, numbers: np.ndarray) -> np.ndarray:
        """The logits (N, Q) after one more level of each sound, (N,); Q stands before the first sample."""
        ...


def _logits(s: np.ndarray, weights: Weights) -> np.ndarray:
    """The logits (N, Q) of the skip path's sum (N, S)."""
    hidden = np.repeat(weights.hidden_bias[None], len(s), 0)  # (N, S)
    add_product(np.maximum(s, 0), weights.hidden, hidden)
    logits = np.repeat(weights.output_bias[None], len(s), 0)  # (N, Q)
    add_product(np.maximum(hidden, 0), weights.output, logits)
    return logits


# ---- with and without what was kept ----


class Cached:
    """Keeps of each layer what it read in the last d steps: a queue of d columns a layer, Σ d in all.

    Parameters
    ----------
    weights : Weights
        Of the network.
    dilations : sequence of int
        How far back each layer looks.
    """

    def __init__(self, weights: Weights, dilations: Sequence[int]) -> None:
        self.weights, self.dilations, self.step = weights, tuple(dilations), 0
        N, C = weights.biases.shape[1], weights.embedding.shape[1]
        self.queues = [np.zeros((d, N, C), np.float32) for d in dilations]
        self.z = np.empty((N, C), np.float32)

    def read(self, numbers: np.ndarray) -> np.ndarray:
        """See `Reader.read`."""
        weights, z = self.weights, self.z
        u = weights.embedding[numbers]  # (N, C)
        s = np.repeat(weights.skip_bias[None], len(u), 0)  # (N, S)
        for layer, (d, queue) in enumerate(zip(self.dilations, self.queues, strict=True)):
            oldest = queue[self.step % d]  # (N, C): what came d steps ago
            gated_layer(oldest, u, weights.biases[layer], weights.then[layer], weights.now[layer], z)
            oldest[:] = u
            add_product(z, weights.skip[layer], s)
            if layer < len(weights.residual):
                add_product(z, weights.residual[layer], u)
        self.step += 1
        return _logits(s, weights)


class Naive:
    """Keeps only the samples, and runs the whole network over the field anew for each of them.

    Parameters
    ----------
    weights : Weights
        Of the network.
    dilations : sequence of int
        How far back each layer looks.
    """

    def __init__(self, weights: Weights, dilations: Sequence[int]) -> None:
        self.weights, self.dilations = weights, tuple(dilations)
        self.seen: list[np.ndarray] = []

    def read(self, numbers: np.ndarray) -> np.ndarray:
        """See `Reader.read`."""
        weights, N = self.weights, len(numbers)
        self.seen = [*self.seen, numbers][-(1 + sum(self.dilations)) :]
        u = weights.embedding[np.stack(self.seen)]  # (F, N, C)
        F, _, C = u.shape
        s = np.repeat(weights.skip_bias[None], N, 0)  # (N, S)
        for layer, d in enumerate(self.dilations):
            then = np.concatenate((np.zeros_like(u[:d]), u[:-d]))[:F]  # (F, N, C)
            bias = np.tile(weights.biases[layer], (F, 1))  # (F·N, 2C)
            z = np.empty((F * N, C), np.float32)
            columns = u.reshape(F * N, C)
            gated_layer(then.reshape(F * N, C), columns, bias, weights.then[layer], weights.now[layer], z)
            add_product(z[-N:], weights.skip[layer], s)
            if layer < len(weights.residual):
                add_product(z, weights.residual[layer], columns)
        return _logits(s, weights)


def write(
    weights: Weights,
    dilations: Sequence[int],
    length: int,
    sampling: Sampling,
    seed: int,
    kind: type[Cached] | type[Naive] = Cached,
) -> WrittenSound:
    """Sounds, a sample of each at a time.

    Parameters
    ----------
    weights : Weights
        Of the network; its biases say how many sounds there are, and what each is told.
    dilations : sequence of int
        How far back each layer looks.
    length : int
        Samples.
    sampling : Sampling
        What stands between a distribution and the sample that is drawn.
    seed : int
        Fixes all dice.
    kind : Cached or Naive
        Both write the same.
    """
    N, Q = weights.biases.shape[1], len(weights.output_bias)
    dice = np.random.default_rng(seed).random((N, length))
    probability, drawn_from = np.empty((N, length, Q)), np.empty((N, length, Q))
    levels, reader = np.empty((N, length), np.int64), kind(weights, dilations)
    numbers = np.full(N, Q)  # (N,): the sign before the first sample
    for t in range(length):
        logits = reader.read(numbers).astype(np.float64)  # (N, Q)
        believed = np.exp(logits - logits.max(1, keepdims=True))
        probability[:, t] = believed / believed.sum(1, keepdims=True)
        drawn_from[:, t] = reshape(probability[:, t], sampling)
        numbers = levels[:, t] = pick(drawn_from[:, t], dice[:, t])
    return WrittenSound(levels, probability, drawn_from, dice)
