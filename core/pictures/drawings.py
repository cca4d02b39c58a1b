"""Pictures drawn by code: shapes and the letters of an alphabet, in grey or in colour. Imports no torch.

Everything is drawn large and then averaged down, so that edges are smooth; place, size, turn and shade are drawn from a
die, the same in every process. A picture is held out if a hash of its pixels says so: none of those is ever learnt
from.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.pictures.levels import Pictures, greys

SHAPES = ("circle", "ring", "square", "triangle", "cross", "stripes")
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

WORDS = {
    "circle": "circle",
    "ring": "ring",
    "square": "square",
    "triangle": "triangle",
    "cross": "cross",
    "stripes": "stripes",
}
"""The names of the shapes (message ids)."""

TRAINING, HELD_OUT = 1_560, 312
"""Pictures of all classes together."""

HUES = ((230, 70, 60), (70, 190, 90), (70, 130, 240), (240, 200, 60), (190, 90, 220))
"""Red, green, blue, yellow, violet: the colours of drawings, as many as the levels allow."""

_FINE = 8  # dots of a drawing, by rows and by columns, that become one pixel

Ink = Callable[[str, int, Random], np.ndarray]
Levels = Callable[[np.ndarray, Random], np.ndarray]


def shapes(size: int, levels: int, coloured: bool) -> Pictures:
    """Shapes on black, one a picture: a class is a shape, whatever its place, size, turn, shade or colour.

    Parameters
    ----------
    size : int
        Rows and columns, 8 … 28.
    levels : int
        2 … 17.
    coloured : bool
        Whether the levels are black and shades of a few `HUES`, rather than shades of grey.
    """
    if coloured:
        return _in_colour(SHAPES, _shape, size, levels)
    return _pictures(SHAPES, _shape, lambda ink, dice: _grey(ink * dice.uniform(0.55, 1), levels), size, greys(levels))


def glyphs(size: int, levels: int, coloured: bool) -> Pictures:
    """Capital letters on black in Pillow's own typeface; thick and thin, upright and slanted, turned a little.

    The parameters are those of `shapes`.
    """
    if coloured:
        return _in_colour(LETTERS, _letter, size, levels)
    return _pictures(LETTERS, _letter, lambda ink, _: _grey(ink, levels), size, greys(levels))


def _in_colour(classes: tuple[str, ...], draw: Ink, size: int, levels: int) -> Pictures:
    """Each picture in shades of one hue, whatever its class."""
    hues, shades = _colours(levels)
    return _pictures(
        classes, draw, lambda ink, dice: _hue(ink, dice.randrange(hues), shades), size, _palette(hues, shades)
    )


def _pictures(classes: tuple[str, ...], draw: Ink, levelled: Levels, size: int, palette: np.ndarray) -> Pictures:
    """Equally many pictures of each class: `draw` says how much of each pixel is inked, `levelled` makes levels of
    that.
    """
    drawn = {True: [], False: []}  # by whether they are held out
    for number, name in enumerate(classes):
        dice = Random(f"{name} {size} {len(palette)}")
        room = {True: HELD_OUT // len(classes), False: TRAINING // len(classes)}
        while any(room.values()):
            pixels = levelled(draw(name, size, dice), dice)
            held_out = zlib.crc32(pixels.tobytes()) % 6 == 0
            if room[held_out]:
                drawn[held_out].append((pixels, number))
                room[held_out] -= 1
    dice = np.random.default_rng(0)
    sides = []
    for held_out in (False, True):
        order = dice.permutation(len(drawn[held_out]))
        sides.append([np.array(column)[order] for column in zip(*drawn[held_out], strict=True)])
    (train, train_classes), (test, test_classes) = sides
    return Pictures(
        train, test, train_classes.astype(np.int64), test_classes.astype(np.int64), len(palette), classes, palette
    )


# ---- levels of ink ----


def _grey(ink: np.ndarray, levels: int) -> np.ndarray:
    """The nearest of `levels` shades to so much ink, 0 … 1."""
    return np.rint(ink * (levels - 1)).astype(np.uint8)


def _hue(ink: np.ndarray, hue: int, shades: int) -> np.ndarray:
    """The same in the shades of one hue; no ink is level 0."""
    shade = np.rint(ink * shades).astype(np.uint8)
    return np.where(shade > 0, hue * shades + shade, 0).astype(np.uint8)


def _colours(levels: int) -> tuple[int, int]:
    """As many hues as there are and the levels can be parted into, black left out, and how many shades each gets."""
    hues = max(hues for hues in range(1, len(HUES) + 1) if (levels - 1) % hues == 0)
    return hues, (levels - 1) // hues


def _palette(hues: int, shades: int) -> np.ndarray:
    """Black, then every shade of the first hue from dark to full, then of the second …: uint8, (levels, 3)."""
    mixed = np.array(HUES[:hues])[:, None] * (np.arange(1, shades + 1) / shades)[:, None]  # (hue, shade, 3)
    return np.concatenate([np.zeros((1, 3)), mixed.reshape(-1, 3)]).astype(np.uint8)


# ---- ink ----


def _shape(name: str, size: int, dice: Random) -> np.ndarray:
    """How much of each pixel a shape covers, 0 … 1: (size, size)."""
    side = size * _FINE
    sheet = Image.new("L", (side, side))
    pen = ImageDraw.Draw(sheet)
    radius = dice.uniform(0.28, 0.46) * side
    x, y = (dice.uniform(radius, side - radius) for _ in range(2))
    turn = dice.uniform(-0.3, 0.3)
    if name == "stripes":
        turn, width = dice.choice((0, 0.5, 1, 1.5)) * math.pi / 2 + turn / 4, dice.uniform(1.1, 1.9) * side / 8
        for n in range(-6, 7):
            at = 2 * width * n + dice.uniform(0, 0.2) * width
            pen.polygon(
                list(
                    _placed(
                        [(at, -side), (at + width, -side), (at + width, side), (at, side)], turn, side / 2, side / 2, 1
                    )
                ),
                255,
            )
    elif name in ("circle", "ring"):
        pen.circle((x, y), radius, 255)
        if name == "ring":
            pen.circle((x, y), radius * dice.uniform(0.4, 0.6), 0)
    else:
        pen.polygon(list(_placed(_OUTLINES[name], turn, x, y, radius)), 255)
    return np.asarray(sheet.reduce(_FINE)) / 255


_ARM = 0.32
_OUTLINES = {
    "square": [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    "triangle": [(0, -1), (0.95, 0.75), (-0.95, 0.75)],
    "cross": [
        (-_ARM, -1),
        (_ARM, -1),
        (_ARM, -_ARM),
        (1, -_ARM),
        (1, _ARM),
        (_ARM, _ARM),
        (_ARM, 1),
        (-_ARM, 1),
        (-_ARM, _ARM),
        (-1, _ARM),
        (-1, -_ARM),
        (-_ARM, -_ARM),
    ],
}
"""Corners around the middle, of a shape whose radius is 1."""


def _placed(
    corners: list[tuple[float, float]], turn: float, x: float, y: float, radius: float
) -> Iterator[tuple[float, float]]:
    """The corners turned, made larger and moved to a place."""
    cosine, sine = math.cos(turn), math.sin(turn)
    for u, v in corners:
        yield x + radius * (cosine * u - sine * v), y + radius * (sine * u + cosine * v)


def _letter(name: str, size: int, dice: Random) -> np.ndarray:
    """How much of each pixel a letter covers, 0 … 1: (size, size)."""
    side = size * _FINE
    sheet = Image.new("L", (side, side))
    height = dice.uniform(0.95, 1.15) * side
    ImageDraw.Draw(sheet).text(
        (side * dice.uniform(0.47, 0.53), side * dice.uniform(0.47, 0.53)),
        name,
        255,
        ImageFont.load_default(height),
        anchor="mm",
        stroke_width=dice.uniform(0, 0.035) * side,
    )
    turn, slant, breadth = dice.uniform(-0.12, 0.12), dice.uniform(-0.15, 0.25), dice.uniform(0.95, 1.3)
    cosine, sine, middle = math.cos(turn), math.sin(turn), side / 2
    a, b, d, e = breadth * cosine, breadth * (slant * cosine - sine), sine, slant * sine + cosine
    where = (a, b, middle - (a + b) * middle, d, e, middle - (d + e) * middle)  # of each dot in the upright letter
    return (
        np.asarray(sheet.transform(sheet.size, Image.Transform.AFFINE, where, Image.Resampling.BILINEAR).reduce(_FINE))
        / 255
    )
