"""What a network is given: a video of five frames, a melody heard badly, or dice; each named by a number.

A video shows `FRAMES` different things, a frame each: the code of the thing, and noise. A melody is a walk on `NOTES`
notes; half of what is heard is wrong. Numbers name held-out ones, which no training draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from core.errors import InputError

ITEMS = (
    *("sun", "moon", "star", "cloud", "tree", "leaf", "rose", "bird", "fish", "cat"),
    *("dog", "horse", "boat", "train", "house", "bridge", "clock", "key", "ball", "drum"),
)
"""What a frame may show."""

FRAMES, FEATURES, NOISE = 5, 16, 0.6
"""Frames of a video, numbers of a frame, and the spread of what is added to them."""

NOTES, LENGTH, WRONG, FAR = 16, 32, 0.5, 3
"""Notes there are, notes of a melody, how often one is heard wrong, and by how much at most."""

HELD_OUT = 500
"""Examples that have a number."""

HELD_OUT_SEED = 2016


@dataclass(frozen=True)
class Given:
    """A held-out example, or a video of things that a viewer names.

    Attributes
    ----------
    number : int, 1 … `HELD_OUT`
    items : tuple of int
        What the frames of the video show, if a viewer says so.
    """

    number: int = 1
    items: tuple[int, ...] = ()

    def video(self) -> tuple[Tensor, list[str]]:
        """The frames (K, D), and what they show."""
        frames, items = held_out_videos()
        k = self.number - 1
        if not self.items:
            return frames[k], [ITEMS[item] for item in items[k].tolist()]
        noise = frames[k] - codes()[items[k]]  # (K, D)
        return codes()[list(self.items)] + noise, [ITEMS[item] for item in self.items]

    def melody(self) -> tuple[Tensor, Tensor]:
        """What is heard and what is true, (T,) of int64 each."""
        heard, true = held_out_melodies()
        return heard[self.number - 1], true[self.number - 1]


def read_example(text: str) -> Given:
    """The example that a text names: a number, or five things for a video to show.

    Raises
    ------
    InputError
        If it is neither.
    """
    words = text.replace(",", " ").split()
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) < 9:
        number = int(words[0])
        if 1 <= number <= HELD_OUT:
            return Given(number)
        raise InputError(
            "There is no example {number}. Take one from 1 to {most}.", number=f"{number:,}", most=HELD_OUT
        )
    if unknown := [word for word in words if word not in ITEMS]:
        raise InputError(
            "{word} is neither the number of an example, 1 to {most}, nor something that a frame can show: {known}.",
            word=repr(unknown[0])[:60],
            most=HELD_OUT,
            known=", ".join(ITEMS),
        )
    if len(words) != FRAMES:
        raise InputError(
            "A video has {frames} frames; you named {found}. Name {frames} things, or type the number of an example.",
            frames=FRAMES,
            found=len(words),
        )
    return Given(1, tuple(ITEMS.index(word) for word in words))


# ---- drawing ----


@cache
def codes() -> Tensor:
    """What each thing looks like: (`ITEMS`, D), the same in every run."""
    return torch.randn(len(ITEMS), FEATURES, generator=torch.Generator().manual_seed(7))  # (I, D)


def draw_videos(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Videos: frames (B, K, D) and what they show (B, K), no thing twice in one."""
    items = torch.rand(count, len(ITEMS), generator=generator).argsort(1)[:, :FRAMES]  # (B, K)
    return codes()[items] + NOISE * torch.randn(count, FRAMES, FEATURES, generator=generator), items


def draw_melodies(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Melodies: what is heard and what is true, (B, T) of int64 each."""
    note = torch.randint(NOTES, (count,), generator=generator)  # (B,)
    walk = []
    for step in torch.randint(-1, 2, (LENGTH, count), generator=generator):
        note = (note + step).abs()  # (B,)
        note = torch.where(note >= NOTES, 2 * (NOTES - 1) - note, note)  # reflected at both ends
        walk.append(note)
    true = torch.stack(walk, dim=1)  # (B, T)
    by = torch.randint(1, FAR + 1, true.shape, generator=generator)  # (B, T)
    sign = 2 * torch.randint(2, true.shape, generator=generator) - 1  # (B, T)
    wrong = torch.rand(true.shape, generator=generator) < WRONG  # (B, T)
    return (true + by * sign * wrong).clamp(0, NOTES - 1), true


@cache
def held_out_videos() -> tuple[Tensor, Tensor]:
    """`HELD_OUT` videos (see `draw_videos`)."""
    return draw_videos(HELD_OUT, torch.Generator().manual_seed(HELD_OUT_SEED))


@cache
def held_out_melodies() -> tuple[Tensor, Tensor]:
    """`HELD_OUT` melodies (see `draw_melodies`)."""
    return draw_melodies(HELD_OUT, torch.Generator().manual_seed(HELD_OUT_SEED))


def named(items: Sequence[int]) -> str:
    """Things by their names, as one types them."""
    return " ".join(ITEMS[item] for item in items)
