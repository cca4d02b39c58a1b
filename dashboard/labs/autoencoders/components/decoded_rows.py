"""Rows of small pictures, each row with its name, and each picture with what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.charts.colours import VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

DECODED_ROWS = Component("decoded_rows")


@dataclass(frozen=True, eq=False)
class PictureRow:
    """One row.

    Attributes
    ----------
    title : str
        What it is, translated.
    pictures : ndarray, shape (N, height, width)
        Pixels from black, 0, to white, 1.
    captions : sequence of str
        What stands under each, translated; none, if empty.
    framed : sequence of bool
        Which have a frame; none, if empty.
    """

    title: str
    pictures: np.ndarray
    captions: Sequence[str] = field(default=())
    framed: Sequence[bool] = field(default=())


def decoded_rows(
    rows: Sequence[PictureRow], *, key: str, label: str, side: int = 56, translate: Callable[[str], str] = str
) -> None:
    """Draw rows of pictures.

    Parameters
    ----------
    rows : sequence of PictureRow
        At least one; all pictures have one size.
    key : str
        Names them in the session state.
    label : str
        What they are together, translated.
    side : int
        CSS pixels of a picture's side.
    translate : callable
        Not asked: every word comes translated.
    """
    DECODED_ROWS.draw(
        key=key,
        numbers=numbers(_numbers, *(row.pictures for row in rows)),
        labels={
            "label": label,
            "titles": [row.title for row in rows],
            "captions": [list(row.captions) for row in rows],
            "framed": [[bool(one) for one in row.framed] for row in rows],
            "side": side,
            "frame": VERMILLION,
        },
        translate=translate,
    )


def _numbers(*pictures: np.ndarray) -> Facts:
    """``pictures`` of all rows, one after the other, and how many each has: ``counts``."""
    return {"counts": [len(one) for one in pictures]}, {"pictures": np.concatenate(pictures)}
