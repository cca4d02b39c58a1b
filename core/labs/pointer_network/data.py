"""Sets of points, drawn at random, and the right answers to what is asked of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from core.data.points import ordered
from core.labs.pointer_network.geometry import solve

NONE = -1
"""In the place of an answer after its end."""


class PointSets(NamedTuple):
    """Sets of n points each, and the right answers.

    Attributes
    ----------
    points : Tensor, shape (B, n, 2)
        Inside the unit square, each set from left to right.
    answer : Tensor, shape (B, M), int64
        Numbers of points, then n for the end, then `NONE`.
    """

    points: Tensor
    answer: Tensor


def draw(count: int, n: int, generator: torch.Generator, cloud: Tensor | None = None) -> np.ndarray:
    """Sets of points, (B, n, 2), each from left to right.

    Parameters
    ----------
    count, n : int
        How many (B), and how many points each has.
    generator : torch.Generator
        All that is drawn comes from it.
    cloud : Tensor, shape (N, 2), optional
        At least n points that sets are drawn from without repetition; without it they are uniform in the unit square.
    """
    if cloud is None:
        points = torch.rand(count, n, 2, generator=generator)  # (B, n, 2)
    else:
        points = cloud[torch.rand(count, len(cloud), generator=generator).argsort(1)[:, :n]]  # (B, n, 2)
    return ordered(points.numpy())


def posed(task: str, points: np.ndarray) -> PointSets:
    """Sets of points (B, n, 2), from left to right, with the right answers to a task."""
    n = points.shape[1]
    answers = [(*answer, n) for answer in solve(task, points)]
    longest = max(map(len, answers))
    padded = [answer + (NONE,) * (longest - len(answer)) for answer in answers]
    return PointSets(torch.from_numpy(points), torch.tensor(padded))
