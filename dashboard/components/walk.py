"""The bar at the foot of a page that a lecture walks through: what to say, how far one is, and the keys that go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.components.base import Component

WORDS = {
    "label": "Lecture",
    "back": "Back",
    "next": "Next",
    "leave": "Leave the walk",
    "panel": "Show or hide the training panel",
    "keys": "Keys: → or space goes on, ← back, Escape leaves; so do the keys of a presenter",
    "of": "{number} of {count}",
}
"""Every word it shows (message ids of the catalogues)."""

WALK = Component("walk", WORDS, picture=False, live=True)


def walk_bar(said: str, title: str, *, number: int, count: int, at: str, translate: Callable[..., str]) -> str | None:
    """Draw the bar.

    Parameters
    ----------
    said : str
        What is said at this stop, already translated.
    title : str
        The lecture, already translated.
    number, count : int
        Which stop this is, counted from 1, and how many there are.
    at : str
        How the key of the container begins that is scrolled to; the top of the page if empty.
    translate : callable
        Takes an English message to the viewer's language.

    Returns
    -------
    {"next", "back", "leave"} or None
        Where the viewer has just asked to go.
    """
    reports: Mapping[str, Any] = WALK.draw(
        key="walk",
        view={"said": said, "title": title, "number": number, "count": count, "at": at},
        translate=translate,
        on={"go": None},
    )
    return reports.get("go")
