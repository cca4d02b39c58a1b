"""A plane to draw on: strokes become points."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component

WORDS = {
    "title": "Your own world",
    "how": "Draw with the pointer, or put a shape there; the points are what the next network learns to forge.",
    "undo": "Take the last stroke away",
    "clear": "Empty the plane",
    "spiral": "A spiral",
    "moons": "Two moons",
    "count": "{count} points",
}
"""Every word it shows (message ids of the catalogues)."""

POINT_BOARD = Component("point_board", WORDS, room=30, live=True)


def point_board(
    *, key: str, translate: Callable[[str], str] = str, on_points: Callable[[], None] | None = None
) -> None:
    """Draw the plane; the session state holds ``points`` as text, one a line.

    Parameters
    ----------
    key : str
        Names this plane in the session state.
    translate : callable
        Takes an English message to the viewer's language.
    on_points : callable, optional
        Called before the rerun that a stroke causes.
    """
    labels = {"colour": COLOURS["real"]}
    POINT_BOARD.draw(key=key, labels=labels, translate=translate, on={"points": on_points})
