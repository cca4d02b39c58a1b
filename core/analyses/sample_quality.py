"""How good painted pictures are: can they be recognised, do they differ, are they copies? Imports no torch.

No metric says it alone. Whoever copies training pictures is recognised best of all, and lies at distance 0 from them;
noise is more diverse than most pictures, and nobody recognises it. So each metric is read beside that of real pictures
which were held out.

A distance is the root of the mean squared difference of two pictures, over all pixels and, of pictures in colour, the
three channels: 0 for the same picture, 1 between black and white.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.pictures.levels import Pictures

if TYPE_CHECKING:
    from sklearn.svm import SVC

REAL = 300
"""Held-out pictures, at most, that are measured to compare with."""

CLOSE = 0.01
"""The share of real held-out pictures that lie so near a training picture that it could be called a copy."""

EFFORT = 1.2e10
"""What the fit of a classifier costs, as examples² · numbers in each: this one takes about a second."""

LITTLE_EFFORT = EFFORT / 50
"""A classifier that is there in some hundredths of a second, and a little less sure."""

_AT_ONCE = 4_096  # training pictures that are compared with together


class Nearest(NamedTuple):
    """The training picture nearest to each of N pictures.

    Attributes
    ----------
    number : ndarray of int64, shape (N,)
        Which one of ``pictures.train``.
    distance : ndarray, shape (N,)
        How far it is, 0 … 1.
    """

    number: np.ndarray
    distance: np.ndarray


@dataclass(frozen=True)
class Quality:
    """Some pictures in metrics.

    Attributes
    ----------
    accuracy : float or None
        The share in which a classifier sees what it should show, 0 … 1; None where nothing was to be shown.
    diversity : float
        The mean distance between two pictures of one class, 0 … 1.
    distance : float
        The mean distance to the nearest training picture, 0 … 1.
    copied : float
        The share that lie nearer to a training picture than 99 of 100 real held-out pictures do.
    """

    accuracy: float | None
    diversity: float
    distance: float
    copied: float


def quality(samples: np.ndarray, classes: np.ndarray | None, pictures: Pictures) -> Quality:
    """The metrics of some pictures.

    Parameters
    ----------
    samples : ndarray of int, shape (N, height, width)
        Levels, as a network painted them.
    classes : ndarray of int, shape (N,), or None
        What each should show; None if the network was not told.
    pictures : Pictures
        What it learnt from.
    """
    asked = classes if pictures.conditional else None
    distance = nearest_training(samples, pictures).distance
    return Quality(
        accuracy=None if asked is None else sample_accuracy(samples, asked, pictures),
        diversity=diversity(samples, np.zeros(len(samples), int) if asked is None else asked, pictures),
        distance=float(distance.mean()),
        copied=float((distance <= _as_near_as_a_copy(pictures)).mean()),
    )


@lru_cache(maxsize=8)
def real_quality(pictures: Pictures, asked: bool = True) -> Quality:
    """The same metrics of held-out pictures, at most `REAL`; `told` is whether classes count."""
    return quality(pictures.test[:REAL], pictures.test_classes[:REAL] if asked else None, pictures)


def sample_accuracy(samples: np.ndarray, classes: np.ndarray, pictures: Pictures, *, effort: float = EFFORT) -> float:
    """The share of pictures in which a classifier, trained on real ones, sees the class that they should show."""
    return float((recognised(samples, pictures, effort=effort) == classes).mean())


def recognised(samples: np.ndarray, pictures: Pictures, *, effort: float = EFFORT) -> np.ndarray:
    """The class that a classifier sees in each picture: int64, (N,).

    What it may cost to fit, once for all, is its `effort`: see `EFFORT`.
    """
    return _judge(pictures, effort).predict(_seen(samples, pictures))


def diversity(samples: np.ndarray, classes: np.ndarray, pictures: Pictures) -> float:
    """The mean distance between two pictures of one class, over the classes that have two; NaN if none has."""
    means = []
    for number in np.unique(classes):
        seen = _seen(samples[classes == number], pictures)  # (n, numbers)
        if len(seen) > 1:
            pairs = np.triu_indices(len(seen), 1)
            means.append(np.sqrt(_squares(seen, seen)[pairs]).mean())
    return float(np.mean(means)) if means else float("nan")


def nearest_training(samples: np.ndarray, pictures: Pictures) -> Nearest:
    """The training picture that looks most like each of `samples` (N, height, width)."""
    seen = _seen(samples, pictures)  # (N, numbers)
    least, number = np.full(len(seen), np.inf), np.zeros(len(seen), np.int64)
    for begin in range(0, len(pictures.train), _AT_ONCE):
        squares = _squares(seen, _seen(pictures.train[begin : begin + _AT_ONCE], pictures))  # (N, some)
        here = squares.min(axis=1) < least
        number[here] = begin + squares.argmin(axis=1)[here]
        least = np.minimum(least, squares.min(axis=1))
    difference = seen - _seen(
        pictures.train[number], pictures
    )  # a difference of sums of squares would not be exactly 0
    return Nearest(number, np.sqrt((difference**2).mean(axis=1)))


def _seen(samples: np.ndarray, pictures: Pictures) -> np.ndarray:
    """Pictures as the eye sees them, from black, 0, to white, 1: float32, (N, numbers)."""
    shades = (pictures.palette[:, :1] if pictures.graded else pictures.palette).astype(np.float32) / 255
    return shades[samples].reshape(len(samples), -1)


def _squares(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mean squared differences of all pairs: (n, m)."""
    squares = (left**2).sum(1)[:, None] + (right**2).sum(1) - 2 * left @ right.T
    return np.maximum(squares, 0) / left.shape[1]


@lru_cache(maxsize=8)
def _as_near_as_a_copy(pictures: Pictures) -> float:
    distance = nearest_training(pictures.test[:REAL], pictures).distance
    return float(np.quantile(distance, CLOSE, method="lower"))


@lru_cache(maxsize=8)
def _judge(pictures: Pictures, effort: float) -> SVC:
    """A support vector machine with a Gaussian kernel, fitted to training pictures.

    As many as the `effort` allows; if that leaves room, each of them also one pixel higher, lower, to the
    left and to the right, because a picture shows the same wherever it stands.
    """
    from sklearn.svm import SVC  # slow to import

    train, classes = pictures.train, pictures.train_classes
    room = int((effort / _seen(train[:1], pictures).size) ** 0.5)
    train, classes = train[:: 1 + (len(train) - 1) // room], classes[:: 1 + (len(train) - 1) // room]
    if 5 * len(train) <= room:
        framed = np.pad(train, ((0, 0), (1, 1), (1, 1)), mode="edge")
        moves = ((1, 1), (0, 1), (2, 1), (1, 0), (1, 2))
        train = np.concatenate([framed[:, y : y + pictures.height, x : x + pictures.width] for y, x in moves])
        classes = np.tile(classes, len(moves))
    return SVC(C=10).fit(_seen(train, pictures), classes)
