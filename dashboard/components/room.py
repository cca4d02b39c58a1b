"""The strip of one who drives a room, and the bar of one who has let go of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.components.base import Component
from dashboard.room.words import FOLLOWER, LECTURER

STRIP = Component("room", LECTURER, picture=False, live=True)
AWAY = Component("away", FOLLOWER, picture=False, live=True)


def room_strip(
    code: str,
    root: str,
    *,
    address: str = "",
    squares: Sequence[str] = (),
    fault: str = "",
    elsewhere: bool = False,
    translate: Callable[..., str],
) -> Mapping[str, Any]:
    """Draw the strip; its browser claims a room with its secret where it has no code yet.

    Parameters
    ----------
    code : str
        Of the room that this page drives; empty if it drives none yet.
    root : str
        The app's path, with a slash at its end.
    address : str
        Where one types the code.
    squares : sequence of str
        The QR code of the follower's page, a row a text of 0 and 1.
    fault : str
        Why no room is driven from here, already translated.
    elsewhere : bool
        Whether another tab of this browser drives it.
    translate : callable
        Takes an English message to the viewer's language.

    Returns
    -------
    mapping
        ``claim``: the code, the secret, and whether to take over from another tab; ``leave``: that it is over.
    """
    view = {
        "code": code,
        "root": root,
        "address": address,
        "squares": list(squares),
        "fault": fault,
        "elsewhere": elsewhere,
    }
    return STRIP.draw(key="room", view=view, translate=translate, on={"claim": None, "leave": None})


def away_bar(code: str, root: str, *, choosers: Sequence[str] = (), translate: Callable[..., str]) -> None:
    """Draw the bar that leads back to a room; in a control that `choosers` names by its key, it chooses what was chosen
    there by who let go with that.
    """
    AWAY.draw(key="away", view={"code": code, "root": root, "choosers": list(choosers)}, translate=translate)
