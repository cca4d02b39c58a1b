"""Scenes to learn from and scenes that are held out, drawn once; and the single objects that teach the eye. Imports no
torch.

What is held out is never seen in training. With ``pairs``, two objects side by side whose numbers k = 4 · colour +
shape add up to a multiple of 5: about one pair in five. With ``combinations``, a colour on a shape: four of the 24,
each colour and each shape being seen otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from random import Random

import numpy as np

from core.labs.captioning.grammar import ABOVE, LEFT, Description, describe, described
from core.labs.captioning.scenes import HUES, SHAPES, SIDE, Scene, Thing, drawn, noisy

TRAINING, HELD_OUT, CROPS = 4_096, 600, 2_048
"""Scenes and single objects that are drawn."""

CROP = 16
"""Rows and columns of the picture of a single object."""

COUNTS = {1: (1.0,), 2: (0.15, 0.85), 3: (0.15, 0.4, 0.45)}
"""How often a scene has one object, two, three: by how many it has at most."""

_ASIDE = 4.0  # pixels that objects of a row may be out of line


@dataclass(frozen=True, eq=False)
class Scenes:
    """Pictures and their captions.

    Attributes
    ----------
    scenes : tuple of Scene
    captions : tuple of Description
    draw : callable
        Gives `pixels`.
    pixels : ndarray of uint8, shape (N, side, side, 3)
        Each with noise of its own; drawn when they are asked for, for a page needs captions alone.
    """

    scenes: tuple[Scene, ...]
    captions: tuple[Description, ...]
    draw: Callable[[], np.ndarray]

    @cached_property
    def pixels(self) -> np.ndarray:  # noqa: D102
        return self.draw()


@dataclass(frozen=True, eq=False)
class Crops:
    """Single objects.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (N, `CROP`, `CROP`, 3)
    colours, shapes : ndarray of int64, shape (N,)
    """

    pixels: np.ndarray
    colours: np.ndarray
    shapes: np.ndarray


@lru_cache(maxsize=4)
def training_scenes(objects: int, language: str, sizes: bool, held_out: str, side: int = SIDE) -> Scenes:
    """The scenes that are learnt from."""
    return _drawn(TRAINING, 1, objects, language, sizes, held_out, side, apart=False)


@lru_cache(maxsize=4)
def held_out_scenes(objects: int, language: str, sizes: bool, held_out: str, side: int = SIDE) -> Scenes:
    """The scenes that are measured on: of those that have something held out; of single objects, other places."""
    return _drawn(HELD_OUT, 2, objects, language, sizes, held_out, side, apart=True)


@lru_cache(maxsize=4)
def crops(held_out: str) -> Crops:
    """Single objects near the middle of a small picture; none of a combination that is held out."""
    dice = Random(3)
    things = []
    while len(things) < CROPS:
        one = Thing(dice.choice(HUES), dice.choice(SHAPES), *(CROP / 2 + dice.uniform(-3, 3) for _ in range(2)))
        if held_out != "combinations" or not is_unseen_combination(one):
            things.append(Thing(one.colour, one.shape, one.x, one.y, dice.uniform(3.2, 5.6)))
    noise = np.random.default_rng(3)
    pixels = [noisy(drawn([one], CROP), noise.standard_normal((CROP, CROP, 3))) for one in things]
    return Crops(
        np.stack(pixels),
        np.array([HUES.index(one.colour) for one in things]),
        np.array([SHAPES.index(one.shape) for one in things]),
    )


def is_held_out(things: Sequence[Thing], held_out: str) -> bool:
    """Whether a scene has something that is never seen in training."""
    if held_out == "combinations":
        return any(map(is_unseen_combination, things))
    return any((_number(one) + _number(other)) % 5 == 0 for one, other in pairwise(things))


def is_unseen_combination(one: Thing) -> bool:
    """Whether the colour is one that this shape never has in training."""
    return HUES.index(one.colour) == SHAPES.index(one.shape)


def _number(one: Thing) -> int:
    return 4 * HUES.index(one.colour) + SHAPES.index(one.shape)


def _drawn(
    count: int, seed: int, objects: int, language: str, sizes: bool, held_out: str, side: int, apart: bool
) -> Scenes:
    """So many scenes of the wanted side of the split."""
    dice = Random(seed)
    scenes: list[Scene] = []
    captions: list[Description] = []
    nothing_apart = objects == 1 and held_out == "pairs"
    while len(scenes) < count:
        things, relations = _laid_out(dice, objects, sizes, side)
        if is_held_out(things, held_out) != (apart and not nothing_apart):
            continue
        told = described(things, relations, language, sizes, side)
        if len(things) > 2 and describe(Scene(tuple(things)), language, sizes, side) != told:
            continue  # another order would be as canonical
        scenes.append(Scene(tuple(things)))
        captions.append(told)
    return Scenes(tuple(scenes), tuple(captions), partial(_painted, scenes, seed, side))


def _painted(scenes: Sequence[Scene], seed: int, side: int) -> np.ndarray:
    """The pixels of scenes, (N, side, side, 3)."""
    noise = np.random.default_rng(seed)
    return np.stack([noisy(drawn(one.things, side), noise.standard_normal((side, side, 3))) for one in scenes])


def _laid_out(dice: Random, objects: int, sizes: bool, side: int) -> tuple[list[Thing], list[str]]:
    """Objects, each above the next or left of it, anywhere in the picture, and how they stand."""
    while True:
        [count] = dice.choices(range(1, objects + 1), COUNTS[objects])
        relations = [dice.choice((ABOVE, LEFT)) for _ in range(count - 1)]
        reach = [_radius(dice, objects, sizes) for _ in range(count)]
        places = [(0.0, 0.0)]
        for relation in relations:
            along, aside = dice.uniform(12.5 if count == 2 else 10, side - 10), dice.uniform(-_ASIDE, _ASIDE)
            x, y = places[-1]
            places.append((x + aside, y + along) if relation == ABOVE else (x + along, y + aside))
        spans = []
        for axis in (0, 1):
            low = min(place[axis] - r for place, r in zip(places, reach, strict=True))
            high = max(place[axis] + r for place, r in zip(places, reach, strict=True))
            spans.append((low, high))
        if any(high - low > side for low, high in spans):
            continue
        across, down = (dice.uniform(-low, side - high) for low, high in spans)
        things = [
            Thing(dice.choice(HUES), dice.choice(SHAPES), round(x + across, 2), round(y + down, 2), round(r, 2))
            for (x, y), r in zip(places, reach, strict=True)
        ]
        return things, relations


def _radius(dice: Random, objects: int, sizes: bool) -> float:
    if sizes:
        return dice.choice((dice.uniform(3.0, 3.7), dice.uniform(4.7, 5.2 if objects < 3 else 4.9)))
    return dice.uniform(4.2, 5.5) if objects < 3 else dice.uniform(3.8, 4.8)
