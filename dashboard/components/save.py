"""Buttons that save files: each is made when it is pressed, its progress shown, and a sentence said if it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.components.base import Component

WORDS = {
    "working": "Being made …",
    "lost": "The app does not answer. Try again in a moment.",
}
"""Every word it shows, besides its buttons (message ids of the catalogues)."""

SAVE = Component("save", WORDS, room=2.5, picture=False, live=True)


@dataclass(frozen=True)
class FileOffer:
    """A button.

    Attributes
    ----------
    label : str
        What it says.
    address : str
        Of the file (see `dashboard.deliveries`).
    name : str
        What the file is called.
    help : str
        What else is to be said of it.
    """

    label: str
    address: str
    name: str
    help: str = ""


def save(offers: Sequence[FileOffer], *, key: str, translate: Callable[[str], str] = str) -> None:
    """Draw a row of buttons.

    Parameters
    ----------
    offers : sequence of FileOffer
        At least one.
    key : str
        Names the row in the session state.
    translate : callable
        Takes an English message to the viewer's language.
    """
    SAVE.draw(
        key=key,
        view={"offers": [vars(offer) for offer in offers]},
        translate=translate,
    )
