"""The characters by which a room is found: few, in any case, and none that looks like another."""

from __future__ import annotations

import secrets

from core.errors import InputError

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""No vowels, so that no word comes out, and no 0, 1, L, O, I, Y, U."""

LENGTH = 5


def new_code() -> str:
    """A code that nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """The code that somebody typed, in whatever case and with whatever spaces.

    Raises
    ------
    InputError
        If no code looks like this.
    """
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise InputError(
            "{code} is not the name of a room: five letters and digits are, such as {example}. Type what stands on the"
            " screen of the lecturer.",
            code=repr(text)[:20],
            example="K7QXM",
        )
    return code
