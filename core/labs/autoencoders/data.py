"""The pictures that are written down and read back, as numbers from black, 0, to white, 1. Imports no torch."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from core.errors import InputError
from core.pictures.digits import SHADES, digits
from core.pictures.drawings import shapes
from core.pictures.levels import Picture, Pictures


@lru_cache(maxsize=8)
def built_in(data: str, size: int) -> Pictures:
    """The pictures of that name in all shades; digits have one size, whatever `size` says."""
    return digits(SHADES) if data == "digits" else shapes(size, SHADES, coloured=False)


def values(pictures: np.ndarray, levels: int) -> np.ndarray:
    """Levels (N, height, width) as numbers from 0 to 1: float32, (N, X)."""
    return pictures.reshape(len(pictures), -1) / np.float32(levels - 1)


def read_example(text: str) -> Picture:
    """The held-out digit that a text names: "test 12" is the twelfth.

    Raises
    ------
    InputError
        If the text does not name one.
    """
    source = built_in("digits", 8)
    found = re.fullmatch(r"test\s+(\d{1,6})", text.strip())
    if not found or not 1 <= int(found[1]) <= len(source.test):
        raise InputError(
            "{text} names no held-out picture. Write “test” and a number from 1 to {most}.",
            text=repr(text)[:80],
            most=len(source.test),
        )
    return source.picture(int(found[1]) - 1)
