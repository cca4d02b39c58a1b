"""Pictures whose pixels are levels: small whole numbers, each with a colour. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.errors import InputError


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, ready to be read by a model.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width)
        Levels, 0 … levels − 1.
    levels : int
        How many there are.
    label : int
        Its class.
    graded : bool
        Whether a level is a shade between black and white, so that levels can be counted more coarsely; else it is the
        number of a colour.
    """

    pixels: np.ndarray
    levels: int
    label: int = 0
    graded: bool = True

    def at(self, levels: int) -> Picture:
        """The same picture in fewer levels.

        Raises
        ------
        InputError
            If it has fewer levels than that, or if its levels are colours.
        """
        if levels == self.levels:
            return self
        if not self.graded or levels > self.levels:
            raise InputError(
                "This picture has {found} levels and cannot be shown to a network that knows {levels}. Choose a picture"
                " of the data that the network learnt from.",
                found=self.levels,
                levels=levels,
            )
        return Picture(quantised(self.pixels, self.levels, levels), levels, self.label)


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures of one size to learn from, and others to measure on.

    Attributes
    ----------
    train, test : ndarray of uint8, shape (N, height, width)
        Levels, 0 … levels − 1. No picture is in both.
    train_classes, test_classes : ndarray of int64, shape (N,)
        What each of them shows: a place in `classes`.
    levels : int
        How many levels there are.
    classes : tuple of str
        Names of the classes, as a viewer reads them; one that is empty where nothing is known of the pictures.
    palette : ndarray of uint8, shape (levels, 3)
        The colour of each level: red, green, blue.
    """

    train: np.ndarray
    test: np.ndarray
    train_classes: np.ndarray
    test_classes: np.ndarray
    levels: int
    classes: tuple[str, ...]
    palette: np.ndarray

    @property
    def height(self) -> int:
        """Rows of a picture."""
        return self.train.shape[1]

    @property
    def width(self) -> int:
        """Columns of a picture."""
        return self.train.shape[2]

    @property
    def conditional(self) -> bool:
        """Whether there are classes to tell a network."""
        return len(self.classes) > 1

    @cached_property
    def graded(self) -> bool:
        """Whether a level is a shade between black and white, rather than the number of a colour."""
        return bool((self.palette == greys(self.levels)).all())

    def picture(self, number: int, held_out: bool = True) -> Picture:
        """The held-out (or training) picture of a number, from 0 on."""
        pixels, classes = (self.test, self.test_classes) if held_out else (self.train, self.train_classes)
        return Picture(pixels[number], self.levels, int(classes[number]), self.graded)


def quantised(values: np.ndarray, of: int, levels: int) -> np.ndarray:
    """Values in as many equal steps as there are levels.

    Parameters
    ----------
    values : ndarray
        0 … of − 1.
    of : int
        How many values there could be: 17 of scikit-learn's digits, 256 of a byte.
    levels : int
        2 … of.

    Returns
    -------
    ndarray of uint8
        ⌊value · levels / of⌋: level l stands for the l-th of `levels` equal parts of the range.
    """
    return (values.astype(np.int64) * levels // of).astype(np.uint8)


def greys(levels: int) -> np.ndarray:
    """A palette from black to white in equal steps: uint8, (levels, 3)."""
    shades = np.rint(np.linspace(0, 255, levels)).astype(np.uint8)
    return np.repeat(shades[:, None], 3, axis=1)
