"""A board to draw on: the viewer sets pixels to levels, the network paints the others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

EMPTY = -1
"""A pixel that is left to the network."""

WORDS = {
    "board": "Board to draw on: drag with the pointer, or move with the arrow keys and draw with space",
    "levels": "Level to draw with",
    "rubber": "Rubber: leave the pixel to the network",
    "undo": "Undo",
    "clear": "Clear",
}
"""Every word it shows (message ids of the catalogues)."""

BOARD = Component("painting_board", WORDS, live=True)


def board(
    drawing: np.ndarray,
    palette: np.ndarray,
    *,
    key: str,
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Let the viewer draw; after each stroke the session state holds the levels, row after row, as ``drawing``.

    Parameters
    ----------
    drawing : ndarray of int, shape (height, width)
        What is drawn to begin with, `EMPTY` where nothing is; another drawing than in the last run replaces what is
        there.
    palette : ndarray, shape (L, 3)
        The colour of each level, 0 … 255.
    key : str
        Names this board in the session state.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a stroke causes.
    """
    BOARD.draw(
        key=key,
        numbers=numbers(_numbers, drawing, palette),
        translate=translate,
        on={"drawing": on_change},
    )


def _numbers(drawing: np.ndarray, palette: np.ndarray) -> Facts:
    height, width = drawing.shape
    facts = {
        "height": height,
        "width": width,
        "drawing": drawing.astype(int).ravel().tolist(),
        "palette": np.asarray(palette).tolist(),
    }
    return facts, {}
