"""What a network can learn to paint: each source of pictures under its name, all asked for in the same way. Imports no
torch.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.errors import InputError
from core.pictures.digits import SHADES, digits
from core.pictures.drawings import glyphs, shapes
from core.pictures.levels import Picture, Pictures

__all__ = ["DATA", "Picture", "Pictures", "pictures", "read_example"]

DATA = ("digits", "shapes", "coloured_shapes", "glyphs", "coloured_glyphs")
"""The names of the sources."""


@lru_cache(maxsize=16)
def pictures(data: str, levels: int, size: int = 8) -> Pictures:
    """The pictures that go by the name `data`.

    Parameters
    ----------
    data : str
        One of `DATA`.
    levels : int
        2 … 17. Levels of drawings in colour are colours, the others shades from black to white.
    size : int
        Rows and columns of a drawing, 8 … 28; digits always have 8.
    """
    if data == "digits":
        return digits(levels)
    draw = glyphs if data.endswith("glyphs") else shapes
    return draw(size, levels, coloured=data.startswith("coloured"))


def read_example(text: str) -> Picture:
    """The picture that a text names: "test 12" is the twelfth held-out digit, "train 1" the first one to learn from.

    Returns
    -------
    Picture
        In all levels that there are; `Picture.at` gives it in as many as a network knows.

    Raises
    ------
    InputError
        If the text does not name a picture.
    """
    source = pictures("digits", SHADES)
    counts = {"test": len(source.test), "train": len(source.train)}
    found = re.fullmatch(r"(test|train)\s+(\d{1,6})", text.strip())
    if not found or not 1 <= int(found[2]) <= counts[found[1]]:
        raise InputError(
            "{text} names no picture. Write “test” and a number from 1 to {test}, or “train” and one from 1 to"
            " {train}.",
            text=repr(text)[:80],
            **counts,
        )
    return source.picture(int(found[2]) - 1, held_out=found[1] == "test")
