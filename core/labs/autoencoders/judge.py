"""Who says whether a picture shows something: its nearest training pictures.

A picture is *recognised* if its five nearest training pictures are all of one class, and the nearest is no farther than
it is for 95 of 100 real pictures that were held out. That costs real pictures something, too: the judge says how many
of them it refuses. Where pictures have no classes, only the distance counts.

It is k-nearest neighbours (Cover, Hart 1967, "Nearest Neighbor Pattern Classification") with the option to refuse: all
k must agree. So it can be looked at: the five pictures are shown.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from core.labs.autoencoders.data import values
from core.pictures.levels import Pictures

NEIGHBOURS = 5
NEAR = 0.95
"""The share of held-out pictures whose nearest training picture is near."""

ROOM = 1_300_000
"""Numbers that all training pictures together may have; of more, every second, third … is asked."""


class Recognised(NamedTuple):
    """What is said of N pictures.

    Attributes
    ----------
    seen : Tensor, shape (N,), int64
        The class of the nearest training picture.
    recognised : Tensor, shape (N,), bool
    neighbours : Tensor, shape (N, K), int64
        The numbers of the nearest training pictures, nearest first.
    distance : Tensor, shape (N,)
        How far the nearest is: the root of the squared differences.
    """

    seen: Tensor
    recognised: Tensor
    neighbours: Tensor
    distance: Tensor


class Judge:
    """The training pictures that are asked, and how near is near.

    Parameters
    ----------
    pictures : Pictures

    Attributes
    ----------
    x : Tensor, shape (M, X)
        They themselves.
    classes : Tensor, shape (M,), int64
    reach : float
        How far the nearest one may be.
    """

    def __init__(self, pictures: Pictures) -> None:
        every = 1 + pictures.train.size // ROOM
        self.x = torch.from_numpy(values(pictures.train[::every], pictures.levels))  # (M, X)
        self.classes = torch.from_numpy(pictures.train_classes[::every])  # (M,)
        real = torch.from_numpy(values(pictures.test, pictures.levels))  # (N, X)
        self.reach = float(torch.cdist(real, self.x).amin(1).quantile(NEAR))

    def judge(self, x: Tensor) -> Recognised:
        """What is said of pictures (N, X)."""
        distance, number = torch.cdist(x, self.x).topk(min(NEIGHBOURS, len(self.x)), largest=False)  # (N, K) each
        classes = self.classes[number]  # (N, K)
        agreed = (classes == classes[:, :1]).all(1) & (distance[:, 0] <= self.reach)  # (N,)
        return Recognised(classes[:, 0], agreed, number, distance[:, 0])

    def share(self, x: Tensor) -> float:
        """Of pictures (N, X), the share that is recognised."""
        return float(self.judge(x).recognised.float().mean())
