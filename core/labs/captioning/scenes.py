"""Scenes drawn by code: one to three objects, each a shape of a colour, on a light ground. Imports no torch.

An object is drawn from the signed distance d of a pixel's centre to its outline, negative inside::

    circle    d = √(u² + v²) − r                         triangle  d = max(v − ¾r, n · (|u|, v + r))
    square    d = max(|u|, |v|) − 0.85 r                 cross     d = min over both arms of max(|u| − 0.34r, |v| − r)

with (u, v) counted from its middle, v downwards. It covers the share clip(½ − d, 0, 1) of the pixel, so that its edge
is smooth and a place need not be a whole number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.errors import InputError

SIDE, LARGEST = 32, 64
"""Rows and columns of a picture, unless a network sees larger ones; and the most that one sees."""

CELL = 4
"""Rows and columns of pixels that a cell of the eye stands for."""

GRID = SIDE // CELL
"""Rows and columns of cells."""

SHAPES = ("circle", "square", "triangle", "cross")
COLOURS = {
    "red": (214, 39, 40),
    "green": (44, 160, 44),
    "blue": (31, 102, 229),
    "yellow": (240, 196, 25),
    "purple": (142, 68, 173),
    "black": (34, 34, 34),
}
HUES = tuple(COLOURS)
GROUND = (244, 244, 240)

NOISE = 0.03
"""Standard deviation of what is added to every pixel, of the whole range of brightness."""

RADIUS = 4.8
LEAST, MOST = 2.5, 8.0
"""The radius of an object, in pixels, of which nothing is said; the smallest and the largest."""

MOST_OBJECTS = 6
"""Objects that a scene can have; networks learn from up to three."""

EMPTY = "empty"
"""What a scene without objects is called."""

COVERED = 1 / 16
"""The share of a cell that an object must cover for the cell to be a place of it: one of its pixels."""

_ARM, _SQUARE, _FOOT = 0.34, 0.85, 0.75
_SLOPE = np.array([1.75, -0.95]) / np.hypot(1.75, 0.95)  # normal of the triangle's right edge


@dataclass(frozen=True)
class Thing:
    """One object.

    Attributes
    ----------
    colour, shape : str
        One of `COLOURS` and of `SHAPES`.
    x, y : float
        Its middle in pixels, from the left and from the top.
    radius : float
        In pixels.
    """

    colour: str
    shape: str
    x: float
    y: float
    radius: float = RADIUS

    def covers(self, side: int = SIDE) -> np.ndarray:
        """The share of each pixel of a picture that it covers: float, (side, side)."""
        return coverage(self.shape, self.x, self.y, self.radius, side)

    def cells(self, side: int = SIDE) -> np.ndarray:
        """Which cells of a picture are a place of it: bool, (side / `CELL`, side / `CELL`)."""
        grid = side // CELL
        return self.covers(side).reshape(grid, CELL, grid, CELL).mean((1, 3)) >= COVERED


@dataclass(frozen=True)
class Scene:
    """Objects on a ground; the later ones lie on the earlier ones.

    Attributes
    ----------
    things : tuple of Thing
    """

    things: tuple[Thing, ...]

    def seen(self, side: int = SIDE) -> np.ndarray:
        """The picture, with the same noise whatever it shows: uint8, (side, side, 3).

        Raises
        ------
        InputError
            If an object lies outside it.
        """
        for one in self.things:
            if max(one.x, one.y) > side:
                raise InputError(
                    "{text} lies outside the picture, which has {side} × {side} pixels for this network. Give it a"
                    " place of two numbers from 0 to {side}.",
                    text=repr(f"{one.colour} {one.shape} {one.x:g} {one.y:g}"),
                    side=side,
                )
        return _seen(self.things, side)

    def __str__(self) -> str:
        said = (
            f"{one.colour} {one.shape} {one.x:g} {one.y:g}" + (f" {one.radius:g}" if one.radius != RADIUS else "")
            for one in self.things
        )
        return "; ".join(said) or EMPTY


def read_scene(text: str) -> Scene:
    """The scene that a text names: ``red circle 16 9; blue square 15 24``, perhaps with a radius after the place; or
    ``empty``.

    Raises
    ------
    InputError
        If the text does not name one, or an object lies outside the picture.
    """
    parts = [] if text.strip() == EMPTY else [part.strip() for part in text.split(";")]
    if len(parts) > MOST_OBJECTS:
        raise InputError(
            "The scene has {found} objects; a picture takes up to {most}. Take some out.",
            found=len(parts),
            most=MOST_OBJECTS,
        )
    return Scene(tuple(map(_thing, parts)))


def _thing(text: str) -> Thing:
    number = r"(\d{1,3}(?:\.\d{1,6})?)"
    found = re.fullmatch(rf"(\w+) (\w+) {number} {number}(?: {number})?", text)
    if not found or found[1] not in COLOURS or found[2] not in SHAPES:
        raise InputError(
            "{text} names no object. Write a colour ({colours}), a shape ({shapes}) and the place of its middle, such"
            " as “red circle 16 9”.",
            text=repr(text)[:60],
            colours=", ".join(COLOURS),
            shapes=", ".join(SHAPES),
        )
    x, y, radius = (float(number) if number else RADIUS for number in found.groups()[2:])
    if not (max(x, y) <= LARGEST and LEAST <= radius <= MOST):
        raise InputError(
            "{text} does not lie in the picture. Its place has two numbers from 0 to {side}, its radius one from"
            " {least:g} to {most:g}.",
            text=repr(text)[:60],
            side=LARGEST,
            least=LEAST,
            most=MOST,
        )
    return Thing(found[1], found[2], x, y, radius)


# ---- drawing ----


def coverage(shape: str, x: float, y: float, radius: float, side: int = SIDE) -> np.ndarray:
    """The share of each pixel that an object covers: float, (side, side)."""
    centres = np.arange(side) + 0.5
    u, v = np.abs(centres[None, :] - x), centres[:, None] - y
    match shape:
        case "circle":
            distance = np.hypot(u, v) - radius
        case "square":
            distance = np.maximum(u, np.abs(v)) - _SQUARE * radius
        case "triangle":
            distance = np.maximum(v - _FOOT * radius, _SLOPE[0] * u + _SLOPE[1] * (v + radius))
        case "cross":
            arms = [np.maximum(a - _ARM * radius, b - radius) for a, b in ((u, np.abs(v)), (np.abs(v), u))]
            distance = np.minimum(*arms)
        case _:
            raise ValueError(f"no shape is called {shape!r}")
    return np.clip(0.5 - distance, 0, 1)


def drawn(things: Sequence[Thing], side: int = SIDE) -> np.ndarray:
    """Objects on the ground, without noise: float, (side, side, 3), 0 … 255."""
    picture = np.broadcast_to(np.array(GROUND, float), (side, side, 3)).copy()
    for one in things:
        share = coverage(one.shape, one.x, one.y, one.radius, side)[..., None]
        picture += share * (np.array(COLOURS[one.colour]) - picture)
    return picture


def noisy(picture: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """The picture and the noise, as bytes."""
    return np.clip(np.rint(picture + 255 * NOISE * noise), 0, 255).astype(np.uint8)


@lru_cache(maxsize=2_048)
def _seen(things: tuple[Thing, ...], side: int) -> np.ndarray:
    return noisy(drawn(things, side), _still(side))


@lru_cache(maxsize=4)
def _still(side: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((side, side, 3))
