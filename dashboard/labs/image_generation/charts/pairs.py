"""Pictures with another one beside each, on one sheet: pixels large and sharp, what lies between them transparent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FRAME, GAP = 3, 10
"""Dots of a frame around a pair, and dots between two pairs."""


def pairs_sheet(
    left: np.ndarray,
    right: np.ndarray,
    palette: np.ndarray,
    frames: Sequence[str | None],
    *,
    columns: int,
    side: int = 72,
) -> np.ndarray:
    """Draw pairs row by row, each inside a frame.

    Parameters
    ----------
    left, right : ndarray of int, shape (N, height, width)
        Levels; N at least 1.
    palette : ndarray of uint8, shape (L, 3)
        The colour of each level.
    frames : sequence of str or None
        The colour of the frame of each pair, ``#rrggbb``; none where None.
    columns : int
        Pairs in a row.
    side : int
        Dots, at least, of one picture's width.

    Returns
    -------
    ndarray of uint8, shape (rows of dots, columns of dots, 4)
        Red, green, blue and opacity.
    """
    N, height, width = left.shape
    dot = -(-side // width)
    tall, wide = height * dot + 2 * FRAME, 2 * width * dot + 3 * FRAME
    rows = -(-N // columns)
    sheet = np.zeros((rows * (tall + GAP) - GAP, min(N, columns) * (wide + GAP) - GAP, 4), np.uint8)
    for number, (pair, frame) in enumerate(zip(zip(left, right, strict=True), frames, strict=True)):
        row, column = divmod(number, columns)
        place = sheet[row * (tall + GAP) :][:tall, column * (wide + GAP) :][:, :wide]
        if frame is not None:
            place[:] = [*bytes.fromhex(frame.removeprefix("#")), 255]
        for picture, at in zip(pair, (FRAME, 2 * FRAME + width * dot), strict=True):
            large = palette[picture].repeat(dot, 0).repeat(dot, 1)  # (h, w, 3)
            place[FRAME : FRAME + height * dot, at : at + width * dot, :3] = large
            place[FRAME : FRAME + height * dot, at : at + width * dot, 3] = 255
    return sheet
