"""A sound that is asked for: a number names its dice. Imports no torch."""

from __future__ import annotations

import re

from core.errors import InputError

MOST = 9999


def read_request(text: str) -> int:
    """The dice of "sound 7".

    Raises
    ------
    InputError
        If the text does not name a sound.
    """
    found = re.fullmatch(r"sound (\d{1,4})", text.strip())
    if not found:
        raise InputError(
            "{text} names no sound. Write “sound” and a number from 0 to {most}.", text=repr(text)[:80], most=MOST
        )
    return int(found[1])
