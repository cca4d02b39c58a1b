"""Captions by a grammar, in English and in Chinese, and which word names which object. Imports no torch.

Objects are told in a canonical order, in which each stands above the next or left of it::

    a red circle above a blue square that is left of a green cross
    红色圆形在蓝色方形上面，后者在绿色十字左边

A random order would be as true, but then a network must look at an object before it knows which one is to be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations

import numpy as np

from core.labs.captioning.scenes import CELL, HUES, SHAPES, SIDE, Scene, Thing
from core.text.vocabulary import EOS

ABOVE, LEFT = "above", "left"

SLANT = 0.6
"""How far two objects may be out of line, of their distance along the other axis, for it to be clear how they stand."""

BIG = 4.5
"""The radius from which on an object is called big."""

CHINESE = {
    **dict(zip(HUES, ("红色", "绿色", "蓝色", "黄色", "紫色", "黑色"), strict=True)),
    **dict(zip(SHAPES, ("圆形", "方形", "三角形", "十字"), strict=True)),
    ABOVE: "上面",
    LEFT: "左边",
    "big": "大",
    "small": "小",
}
"""The Chinese words."""

UNITS = {"en": "word", "zh": "piece"}
"""How a caption is cut into tokens."""


@dataclass(frozen=True)
class Description:
    """A caption known to be right.

    Attributes
    ----------
    pieces : tuple of (str, int or None)
        Its tokens, and of each word that says what an object is like the number of the object.
    things : tuple of Thing
        The objects in the order of the caption.
    side : int
        Rows and columns of the picture that it is a caption of.
    """

    pieces: tuple[tuple[str, int | None], ...]
    things: tuple[Thing, ...]
    side: int = SIDE

    @property
    def tokens(self) -> list[str]:
        """Without ⟨EOS⟩."""
        return [token for token, _ in self.pieces]

    @property
    def target(self) -> str:
        """The caption as it is read."""
        return "".join(self.tokens)

    @cached_property
    def gold(self) -> np.ndarray:
        """Which cells are a place of the object that a token names: bool, (tokens, cells); none for other words."""
        cells = [one.cells(self.side).ravel() for one in self.things]
        nowhere = np.zeros((self.side // CELL) ** 2, bool)
        return np.array([nowhere if number is None else cells[number] for _, number in self.pieces])


def describe(scene: Scene, language: str = "en", sizes: bool = False, side: int = SIDE) -> Description | None:
    """The caption of a scene; None where there is no object, or several orders or none would be canonical."""
    orders = [order for order in permutations(scene.things) if None not in _relations(order)]
    if len(orders) != 1 or not scene.things:
        return None
    return described(orders[0], [str(relation) for relation in _relations(orders[0])], language, sizes, side)


def described(
    things: Sequence[Thing], relations: Sequence[str], language: str, sizes: bool, side: int = SIDE
) -> Description:
    """The caption of objects in their order; a relation stands between every two of them."""
    tell = _in_chinese if language == "zh" else _in_english
    return Description(tuple(tell(things, relations, sizes)), tuple(things), side)


def relation_of(one: Thing, other: Thing) -> str | None:
    """How one object stands to another: above it, left of it, or None."""
    across, down = other.x - one.x, other.y - one.y
    if down > 0 and abs(across) <= SLANT * down:
        return ABOVE
    if across > 0 and abs(down) <= SLANT * across:
        return LEFT
    return None


def size_of(one: Thing) -> str:
    """Whether an object is big or small."""
    return "big" if one.radius >= BIG else "small"


def vocabulary(objects: int, language: str, sizes: bool) -> list[str]:
    """Every token of captions of up to so many objects, ⟨EOS⟩ last."""
    found: dict[str, None] = {}
    for colour in HUES:
        for shape in SHAPES:
            for radius in (BIG, BIG - 1):
                things = [Thing(colour, shape, 0, 0, radius)] * objects
                for relation in (ABOVE, LEFT):
                    told = described(things, [relation] * (objects - 1), language, sizes)
                    found |= dict.fromkeys(told.tokens)
    return [*sorted(found), EOS]


def kinds_of_word(language: str) -> dict[str, tuple[str, ...]]:
    """The words for a ``colour``, a ``shape``, a ``relation`` and a ``size``, as tokens."""
    words = {"colour": HUES, "shape": SHAPES, "relation": (ABOVE, LEFT), "size": ("big", "small")}
    spell = CHINESE.__getitem__ if language == "zh" else " {}".format
    return {kind: tuple(map(spell, some)) for kind, some in words.items()}


def _relations(order: Sequence[Thing]) -> list[str | None]:
    return [relation_of(one, other) for one, other in pairwise(order)]


Pieces = list[tuple[str, int | None]]


def _in_english(things: Sequence[Thing], relations: Sequence[str], sizes: bool) -> Pieces:
    pieces: Pieces = []
    for number, one in enumerate(things):
        if number:
            pieces += [(" that", None), (" is", None)] if number > 1 else []
            pieces += [(f" {relations[number - 1]}", None)]
            pieces += [(" of", None)] if relations[number - 1] == LEFT else []
        pieces += [(" a" if number else "a", None)]
        pieces += [(f" {word}", number) for word in _words(one, sizes)]
    return pieces


def _in_chinese(things: Sequence[Thing], relations: Sequence[str], sizes: bool) -> Pieces:
    pieces: Pieces = []
    for number, one in enumerate(things):
        if number:
            pieces += [("，", None), ("后者", None)] if number > 1 else []
            pieces += [("在", None)]
        pieces += [(CHINESE[word], number) for word in _words(one, sizes)]
        pieces += [(CHINESE[relations[number - 1]], None)] if number else []
    return pieces


def _words(one: Thing, sizes: bool) -> tuple[str, ...]:
    return (size_of(one), one.colour, one.shape) if sizes else (one.colour, one.shape)
