"""What the mask spares a network: the same weights without it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.labs.pointer_network.data import PointSets
from core.labs.pointer_network.model import PointerNetwork
from core.labs.pointer_network.task import right


class Verdict(NamedTuple):
    """How a network answers for many sets.

    Attributes
    ----------
    exact : float
        The share of answers that are right from beginning to end.
    repeated : float
        The share of answers that name a point twice.
    """

    exact: float
    repeated: float


def unmasked(model: PointerNetwork) -> PointerNetwork:
    """A network with the same weights that may name what it named before, and end whenever it likes."""
    free = PointerNetwork.rebuild(dataclasses.replace(model.config, mask=False), model.header())
    free.load_state_dict(model.state_dict())
    return free.eval()


def hidden_shares(model: PointerNetwork, points: Sequence[tuple[float, float]]) -> np.ndarray:
    """The share of its probability that a network would give, at each step of its answer, to what the mask hides.

    Parameters
    ----------
    model : PointerNetwork
        With a mask.
    points : sequence of (float, float)
        From left to right, inside the unit square.

    Returns
    -------
    ndarray, shape (T,)
        0 … 1.
    """
    masked = model.trace(points)["pointing"].transpose("target", "source").values  # (T, n + 1)
    free = unmasked(model).trace(points, follow=masked.argmax(1).tolist())
    p = free["pointing"].transpose("target", "source").values  # (T, n + 1)
    return np.where(masked == 0, p, 0).sum(1)


def judged(model: PointerNetwork, sets: PointSets) -> Verdict:
    """How `model` answers for `sets`."""
    said, _ = model.decode(sets.points)  # (B, n + 1)
    named = [[k for k in row if k < sets.points.shape[1]] for row in said.tolist()]
    twice = [len(places) > len(set(places)) for places in named]
    return Verdict(float(right(said, sets).float().mean()), float(np.mean(twice)))
