"""The worlds that are forged: what is real there, and how good forged examples are."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor

from core.analyses.sample_quality import LITTLE_EFFORT, recognised, sample_accuracy
from core.labs.gan.language import ALPHABET, LENGTH, WORDS_OF_IT, grammatical, one_hot, spelt
from core.pictures.digits import SHADES, digits
from core.pictures.levels import Pictures

MODES, SPREAD = 8, 0.1
"""How many Gaussians there are on the circle of radius 1, and their standard deviation: that of the ring, too."""

NEAR = 3.0
"""Up to how many standard deviations from a centre a sample is good."""

REACHED = 0.02
"""The least share of all samples, good ones, that a mode must get to be called reached; fair would be 1/8."""

JITTER = 0.02
"""The standard deviation around each point of a viewer's own."""


class Examples(NamedTuple):
    """Examples of a world.

    Attributes
    ----------
    x : Tensor, shape (N, X)
    classes : Tensor, shape (N,), int64
        Zeros, where there are none.
    """

    x: Tensor
    classes: Tensor


class World(Protocol):
    """Something to be forged."""

    def draw(self, count: int, generator: torch.Generator) -> Examples:
        """Real examples."""
        ...

    def measure(self, forged: Examples) -> dict[str, float]:
        """How good forged examples are."""
        ...

    def judge(self, forged: Examples) -> dict[str, list[Any]]:
        """What can be said of each forged example: a list of N for each thing."""
        ...


class PlaneWorld:
    """Points around eight centres, around a circle, or those that a viewer brought.

    Parameters
    ----------
    data : str
        "gaussians" or "ring".
    cloud : tuple of (Tensor, Tensor), optional
        Points (N, 2) within ±1 to learn from and others that are held out; instead of either.
    """

    def __init__(self, data: str, cloud: tuple[Tensor, Tensor] | None = None) -> None:
        angles = torch.arange(MODES) * 2 * math.pi / MODES  # (M,)
        self.data, self.cloud = data, cloud
        self.centres = torch.stack((angles.cos(), angles.sin()), dim=1)  # (M, 2)
        if cloud is not None:
            self.centres = clusters(cloud[0])  # (M, 2)
            self.near = NEAR * JITTER + float(_nearest(cloud[1], cloud[0])[0].quantile(0.99))

    def draw(self, count: int, generator: torch.Generator) -> Examples:
        """Points, (N, 2)."""
        if self.cloud is not None:
            places = self.cloud[0][torch.randint(len(self.cloud[0]), (count,), generator=generator)]  # (N, 2)
            noise = JITTER * torch.randn(count, 2, generator=generator)  # (N, 2)
        elif self.data == "ring":
            angles = 2 * math.pi * torch.rand(count, generator=generator)  # (N,)
            places = torch.stack((angles.cos(), angles.sin()), dim=1)  # (N, 2)
            noise = SPREAD * torch.randn(count, 1, generator=generator) * places  # (N, 2)
        else:
            places = self.centres[torch.randint(MODES, (count,), generator=generator)]  # (N, 2)
            noise = SPREAD * torch.randn(count, 2, generator=generator)  # (N, 2)
        return Examples(places + noise, torch.zeros(count, dtype=torch.int64))

    def good(self, x: Tensor) -> Tensor:
        """Which points (N, 2) are good: of Gaussians, near a centre; of a ring, near the circle; else near a point of
        one's own. Bool, (N,).
        """
        if self.cloud is not None:
            return _nearest(x, self.cloud[0])[0] < self.near  # (N,)
        if self.data == "ring":
            return (x.norm(dim=1) - 1).abs() < NEAR * SPREAD  # (N,)
        return _nearest(x, self.centres)[0] < NEAR * SPREAD  # (N,)

    def measure(self, forged: Examples) -> dict[str, float]:
        """``good_samples``, their share, and ``modes``: how many of the eight centres (of a ring, its eighths) are
        nearest to at least `REACHED` of all samples that are good.
        """
        good = self.good(forged.x)  # (N,)
        counts = torch.bincount(_nearest(forged.x[good], self.centres)[1], minlength=MODES)  # (M,)
        reached = int((counts >= REACHED * len(good)).sum())
        return {"modes": float(reached), "good_samples": float(good.float().mean())}

    def judge(self, forged: Examples) -> dict[str, list[Any]]:
        """Whether each point is ``good``."""
        return {"good": self.good(forged.x).tolist()}


class DigitWorld:
    """Handwritten digits by class, 8 × 8 pixels, black 0 to white 1."""

    def __init__(self) -> None:
        self.pictures = digit_pictures()
        self.x = torch.from_numpy(self.pictures.train.reshape(-1, 64) / np.float32(SHADES - 1))  # (N, 64)
        self.classes = torch.from_numpy(self.pictures.train_classes)  # (N,)

    def draw(self, count: int, generator: torch.Generator) -> Examples:
        """Digits, (N, 64)."""
        drawn = torch.randint(len(self.x), (count,), generator=generator)  # (N,)
        return Examples(self.x[drawn], self.classes[drawn])

    def measure(self, forged: Examples) -> dict[str, float]:
        """``sample_accuracy``: the share in which a classifier of real digits sees the class that was asked for."""
        levels = painted(forged.x.numpy())
        return {"sample_accuracy": sample_accuracy(levels, forged.classes.numpy(), self.pictures, effort=LITTLE_EFFORT)}

    def judge(self, forged: Examples) -> dict[str, list[Any]]:
        """The class that the classifier has ``seen`` in each."""
        return {"seen": recognised(painted(forged.x.numpy()), self.pictures, effort=LITTLE_EFFORT).tolist()}


class WordWorld:
    """Words of the small language, one-of-N."""

    def __init__(self) -> None:
        self.x = torch.from_numpy(one_hot(WORDS_OF_IT)).flatten(1)  # (64, X)

    def draw(self, count: int, generator: torch.Generator) -> Examples:
        """Words, (N, X)."""
        drawn = torch.randint(len(self.x), (count,), generator=generator)  # (N,)
        return Examples(self.x[drawn], torch.zeros_like(drawn))

    def measure(self, forged: Examples) -> dict[str, float]:
        """``grammatical``, the share of words that the language has, and ``kinds``, how many different ones of it."""
        words = self.judge(forged)["spelt"]
        said = [word for word in words if grammatical(word)]
        return {"grammatical": len(said) / len(words), "kinds": float(len(set(said)))}

    def judge(self, forged: Examples) -> dict[str, list[Any]]:
        """How each is ``spelt`` by its likeliest letters, and whether that is ``valid``."""
        words = spelt(forged.x.numpy().reshape(-1, LENGTH, len(ALPHABET)))
        return {"spelt": words, "valid": [grammatical(word) for word in words]}


@lru_cache(maxsize=8)
def built_in(data: str) -> World:
    """The world of that name."""
    return {"digits": DigitWorld, "words": WordWorld}.get(data, lambda: PlaneWorld(data))()


@lru_cache(maxsize=1)
def digit_pictures() -> Pictures:
    """The digits, in all shades that they have."""
    return digits(SHADES)


def painted(x: np.ndarray) -> np.ndarray:
    """Pictures of values 0 … 1, (N, 64), in the shades of the digits: uint8, (N, 8, 8)."""
    return np.rint(x * (SHADES - 1)).astype(np.uint8).reshape(-1, 8, 8)


def clusters(points: Tensor) -> Tensor:
    """`MODES` centres of points (N, 2), by k-means: (M, 2)."""
    from sklearn.cluster import KMeans  # slow to import

    found = KMeans(MODES, n_init="auto", random_state=0).fit(points.numpy())
    return torch.from_numpy(found.cluster_centers_.astype(np.float32))


def _nearest(x: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
    """How far from each of x (N, 2) the nearest of some places (M, 2) is, and its number: (N,) each."""
    distance, number = torch.cdist(x, places).min(1)
    return distance, number
