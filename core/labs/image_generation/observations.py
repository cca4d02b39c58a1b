"""What may be said of painters and their pictures, each where it holds. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from core.observation import observation

NEAR = 2
"""How many rows and columns away a pixel still counts as near."""

DEARER = 2.0
"""How many times as much an edge must cost as flat ground to be told."""

OVERFITTED = 0.05
"""How many bits per pixel training pictures must be cheaper than others to be told."""

CHANCE = 1.5
"""How many times chance a classifier must be right to recognise anything."""


class Field(NamedTuple):
    """What the belief of one network about one pixel depends on.

    Attributes
    ----------
    name : str
    could : ndarray of bool, shape (height, width)
        The pixels that the wiring lets it see.
    does : ndarray, shape (height, width)
        How strongly it depends on each (see `core.labs.image_generation.receptive_field.gradient_field`).
    """

    name: str
    could: np.ndarray
    does: np.ndarray


@observation("Of the {before} pixels that are painted before this one, the wiring hides some: {seen}.")
def sees_not_all(fields: Sequence[Field], row: int, column: int) -> dict[str, str] | None:
    """Which networks cannot see all that is painted before."""
    before = _before(fields, row, column)
    narrow = [f"{one.name}: {int(one.could.sum())}" for one in fields if int(one.could.sum()) < before]
    return {"before": str(before), "seen": "; ".join(narrow)} if narrow else None


@observation("Every network here can see all {before} pixels that are painted before this one.")
def sees_all(fields: Sequence[Field], row: int, column: int) -> dict[str, str] | None:
    """Nothing is hidden from any network."""
    before = _before(fields, row, column)
    whole = before and all(int(one.could.sum()) == before for one in fields)
    return {"before": str(before)} if fields and whole else None


@observation(
    "Pixels more than {near} rows or columns away have {least} of the whole gradient in {lowest}, {most} in {highest}."
)
def depends_on_far_pixels(fields: Sequence[Field], row: int, column: int) -> dict[str, str] | None:
    """How much of the dependence comes from afar, in the network that has least of it and in the one that has most."""
    shares = {one.name: share for one in fields if (share := far_share(one.does, row, column)) is not None}
    if len(shares) < 2:
        return None
    low, high = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    values = {"lowest": low, "least": f"{shares[low]:.0%}", "highest": high, "most": f"{shares[high]:.0%}"}
    return {"near": str(NEAR)} | values


@observation(
    "In this picture a pixel that is like the ones left of it and above it costs {flat} bits on average, any other one"
    " {edges}: the bits are spent where strokes begin and end."
)
def edges_cost(pixels: np.ndarray, bits: np.ndarray) -> dict[str, str] | None:
    """Flat ground is cheap, edges are dear."""
    flat = np.ones(pixels.shape, dtype=bool)
    flat[1:] &= pixels[1:] == pixels[:-1]
    flat[:, 1:] &= pixels[:, 1:] == pixels[:, :-1]
    flat[0, 0] = False
    if not flat.any() or flat.all():
        return None
    cheap, dear = float(bits[flat].mean()), float(bits[~flat].mean())
    return {"flat": f"{cheap:.2f}", "edges": f"{dear:.2f}"} if dear >= DEARER * cheap else None


@observation(
    "This network spends {train} bits per pixel on pictures that it learnt from and {held_out} on others: it knows its"
    " training pictures better than what they have in common."
)
def overfits(train: float, held_out: float) -> dict[str, str] | None:
    """Training pictures are cheaper than held-out ones."""
    values = {"train": f"{train:.2f}", "held_out": f"{held_out:.2f}"}
    return values if held_out - train >= OVERFITTED else None


@observation(
    "No single figure will do. Copies of training pictures are recognised ({copies}) and lie at distance 0; noise is"
    " more diverse ({noise}) than real pictures ({real}), and is recognised no more often than by chance."
)
def no_single_figure(
    real: Mapping[str, float | None],
    copies: Mapping[str, float | None],
    noise: Mapping[str, float | None],
    classes: int,
) -> dict[str, str] | None:
    """Copies are recognised, and noise is diverse."""
    if copies["accuracy"] is None or noise["accuracy"] is None or copies["distance"] != 0:
        return None
    if noise["accuracy"] > CHANCE / classes or (noise["diversity"] or 0) <= (real["diversity"] or 0):
        return None
    if copies["accuracy"] <= CHANCE / classes:
        return None
    return {
        "copies": f"{copies['accuracy']:.0%}",
        "noise": f"{noise['diversity']:.2f}",
        "real": f"{real['diversity']:.2f}",
    }


def far_share(does: np.ndarray, row: int, column: int) -> float | None:
    """The share of the gradient that comes from pixels more than `NEAR` rows or columns away; None without any."""
    rows, columns = np.indices(does.shape)
    far = (abs(rows - row) > NEAR) | (abs(columns - column) > NEAR)
    total = float(does.sum())
    return float(does[far].sum()) / total if total else None


def _before(fields: Sequence[Field], row: int, column: int) -> int:
    return row * fields[0].could.shape[1] + column if fields else 0
