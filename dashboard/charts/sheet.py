"""Pictures on one sheet: pixels large and sharp, what lies between the pictures transparent."""

from __future__ import annotations

import numpy as np


def sheet(pictures: np.ndarray, palette: np.ndarray, *, columns: int, side: int = 48) -> np.ndarray:
    """Draw pictures row by row.

    Parameters
    ----------
    pictures : ndarray of int, shape (N, height, width)
        Levels; N at least 1.
    palette : ndarray of uint8, shape (L, 3)
        The colour of each level.
    columns : int
        Pictures in a row.
    side : int
        Dots, at least, of a picture's width.

    Returns
    -------
    ndarray of uint8, shape (rows of dots, columns of dots, 4)
        Red, green, blue and opacity.
    """
    N, height, width = pictures.shape
    dot = -(-side // width)
    tall, wide, gap = height * dot, width * dot, dot
    drawn = np.zeros((-(-N // columns) * (tall + gap) - gap, min(N, columns) * (wide + gap) - gap, 4), np.uint8)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        place = drawn[row * (tall + gap) :][:tall, column * (wide + gap) :][:, :wide]
        place[..., :3], place[..., 3] = palette[picture].repeat(dot, 0).repeat(dot, 1), 255
    return drawn
