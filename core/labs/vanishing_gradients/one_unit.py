"""Networks of one unit: one weight decides whether a memory dies or explodes, and makes a cliff. Imports no torch.

Linear, and told x_1 = 1 and nothing after it::

    h_t = w h_{t−1} + x_t = w^{t−1}            ∂h_T/∂w = (T − 1) w^{T−2}

With a bend, from h_0 = ½, and an error at the end only::

    h_t = w σ(h_{t−1}) + b                     E(w, b) = (σ(h_T) − 0.7)²

Where a small step of w or b moves h_T from one of its two resting places to the other, E stands up like a wall.

References
----------
- Pascanu, Mikolov, Bengio 2013, "On the difficulty of training recurrent neural networks": figure 6, which has this
  network with T = 50, and algorithm 1, clipping by the norm.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

STEPS, BEGIN, TARGET = 50, 0.5, 0.7
"""T, h_0, and what σ(h_T) ought to be."""

WEIGHTS, BIASES = (3.5, 6.5), (-3.6, -1.4)
"""The part of the surface that is drawn."""


class Errors(NamedTuple):
    """The error of some networks, and how it changes with each of their two weights; arrays of one shape."""

    error: np.ndarray
    by_weight: np.ndarray
    by_bias: np.ndarray


class WayDown(NamedTuple):
    """The way of gradient descent.

    Attributes
    ----------
    weight, bias, error : ndarray, shape (steps + 1,)
        Where it stood; the first is where it began.
    longest : float
        The greatest norm of a gradient on the way, before it was clipped.
    """

    weight: np.ndarray
    bias: np.ndarray
    error: np.ndarray
    longest: float


def remembered(w: float, steps: int) -> np.ndarray:
    """h_1 … h_T of the linear network, (T,)."""
    return np.power(float(w), np.arange(steps))


def sensitivity(w: float, steps: int) -> float:
    """∂h_T/∂w of the linear network."""
    return (steps - 1) * float(w) ** (steps - 2) if steps > 1 else 0.0


def errors(w: np.ndarray, b: np.ndarray) -> Errors:
    """The error of networks with weights w and b, arrays of one shape, and its gradient, carried forward with h."""
    h, by_w, by_b = np.full(np.shape(w), BEGIN), np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for _ in range(STEPS):
        s = _sigmoid(h)
        bend = s * (1 - s)
        h, by_w, by_b = w * s + b, s + w * bend * by_w, 1 + w * bend * by_b
    s = _sigmoid(h)
    slope = 2 * (s - TARGET) * s * (1 - s)
    return Errors((s - TARGET) ** 2, slope * by_w, slope * by_b)


def descend(w: float, b: float, rate: float, steps: int, bound: float | None = None) -> WayDown:
    """Gradient descent from (w, b); a gradient longer than `bound` is shortened to it, if there is one."""
    way, longest = [(w, b)], 0.0
    for _ in range(steps):
        found = errors(np.array(w), np.array(b))
        gradient = np.array([found.by_weight, found.by_bias])
        norm = float(np.linalg.norm(gradient))
        longest = max(longest, norm)
        if bound is not None and norm > bound:
            gradient *= bound / norm
        w, b = w - rate * gradient[0], b - rate * gradient[1]
        way.append((w, b))
    weight, bias = np.array(way, dtype=float).T
    return WayDown(weight, bias, errors(weight, bias).error, longest)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(0.5 * x)  # overflows nowhere
