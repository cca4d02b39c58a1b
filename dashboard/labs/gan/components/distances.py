"""Two distributions on a line, one to drag, and how far apart they are by two rulers."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.charts.colours import BLUE, COLOURS, PINK
from dashboard.components.base import Component

WORDS = {
    "title": "Two distributions on a line",
    "how": (
        "Drag the forged one. The curves are what the browser computes from both densities at every distance; the dots"
        " are where they stand now."
    ),
    "drag": "Where the forged distribution stands; arrow keys move it",
    "box": "boxes",
    "bell": "bells",
    "two": "two pieces",
    "line": "single places",
    "wide": "width",
    "real": "real",
    "forged": "forged",
    "js": "Jensen–Shannon divergence",
    "w": "Wasserstein distance",
    "js_axis": "JS in bits",
    "w_axis": "W",
    "told": (
        "At distance {at}: JS = {js} of 1 bit, W = {w}. One step nearer brings JS down by {dejs} for each unit of the"
        " way, W by {dew}."
    ),
    "apart": "They do not overlap: JS stays at log 2, 1 bit, wherever one goes, and tells nobody the way.",
    "overlap": "They overlap, and both tell the way.",
    "same": "They are one: both are 0.",
}
"""Every word it shows (message ids of the catalogues)."""

DISTANCES = Component("distances", WORDS, room=34)


def distances(*, key: str, translate: Callable[[str], str] = str) -> None:
    """Draw the line; all that happens on it happens in the browser.

    Parameters
    ----------
    key : str
        Names this picture in the session state.
    translate : callable
        Takes an English message to the viewer's language.
    """
    colours = {"real": COLOURS["real"], "forged": COLOURS["forged"], "js": PINK, "w": BLUE}
    DISTANCES.draw(key=key, labels={"colours": colours}, translate=translate)
