"""The dice that a forger throws: a number names all of them. Imports no torch."""

from __future__ import annotations

import re

from core.errors import InputError

MOST = 9999


def read_dice(text: str) -> int:
    """The number of "dice 7".

    Raises
    ------
    InputError
        If the text does not name dice.
    """
    found = re.fullmatch(r"dice (\d{1,4})", text.strip())
    if not found:
        raise InputError(
            "{text} names no dice. Write “dice” and a number from 0 to {most}.", text=repr(text)[:80], most=MOST
        )
    return int(found[1])
