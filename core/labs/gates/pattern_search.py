"""Search by pattern: where else are the units on that are on over a stretch of text?

In the manner of LSTMVis: a stretch and a threshold choose units; the places where the same units are on are looked for
in a long text, whose states were recorded once.

References
----------
Strobelt, Gehrmann, Pfister, Rush 2018, "LSTMVis: A Tool for Visual Analysis of Hidden State Dynamics in Recurrent
Neural Networks", sections 4 and 5.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from core.errors import InputError
from core.labs.gates.batched_reading import read

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel

TOKENS = 2**20
"""How many tokens of a text are recorded at most."""

LANES = 256
"""Stretches that are read side by side."""

QUANTITIES = ("cell_state", "hidden_state")
"""What may be recorded. A cell state is looked at through tanh, as the cell itself gives it out."""

KEPT = 2 * 2**30
"""Bytes of recordings that are kept; beyond, the one that was not used for longest goes."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """Units that are on over a stretch of text, each on its own side of zero.

    Attributes
    ----------
    units : ndarray of int, shape (K,)
        Which ones.
    signs : ndarray of int, shape (K,)
        1 for a unit that is on at large values, −1 for one that is on at small ones.
    length : int
        Tokens of the stretch.
    """

    units: np.ndarray
    signs: np.ndarray
    length: int


@dataclass(frozen=True)
class Place:
    """A stretch [begin, end) of the recorded text over the whole of which at least `on` of the units are on."""

    begin: int
    end: int
    on: int


def coded(values: np.ndarray, quantity: str) -> np.ndarray:
    """States as bytes, −127 … 127: 127 h, or 127 tanh c.

    Parameters
    ----------
    values : ndarray
        Of any shape.
    quantity : str
        One of `QUANTITIES`.
    """
    return np.rint(127 * (np.tanh(values) if quantity == "cell_state" else np.clip(values, -1, 1))).astype(np.int8)


def level_of(threshold: float) -> int:
    """The byte, 1 … 127, from which on a unit is on, for a threshold of 0 … 1."""
    return min(127, max(1, round(127 * threshold)))


def record(model: LanguageModel, numbers: np.ndarray, quantity: str, layer: int, path: Path) -> Iterator[float]:
    """Let `model` read a text, and keep one state of all units of one layer at every token, a byte each.

    Parameters
    ----------
    model : LanguageModel
        Who reads.
    numbers : ndarray of int, shape (N,)
        The text; its first `TOKENS` tokens are read.
    quantity : str
        One of `QUANTITIES`.
    layer : int
        Counted from the input.
    path : Path
        The file, which appears once it is complete: an array (unit, token), as `recording` opens it.

    Yields
    ------
    float
        The share that is read, 0 … 1.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    begin, length = lanes(len(numbers))
    codes = np.empty(0, dtype=np.int8)
    for window, internals in read(model, numbers, begin, length):
        values = internals[layer][quantity].permute(2, 0, 1).numpy()  # (H, B, t)
        if not codes.size:
            codes = np.empty((*values.shape[:2], length), dtype=np.int8)
        codes[..., window] = coded(values, quantity)
        yield window.stop / length
    draft = path.with_name(f".{uuid4().hex}.npy")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(draft, codes.reshape(len(codes), -1))
        draft.replace(path)
        _make_room(path.parent)
    except OSError as error:
        raise InputError(
            "What the network read could not be kept ({reason}). Make room on the disk, or name another folder in"
            " UNROLLED_HOME.",
            reason=error.strerror or error,
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def lanes(size: int) -> tuple[np.ndarray, int]:
    """Where the stretches of a recording begin, and their length: they cover the text without a gap from its first
    token.
    """
    count = max(1, min(LANES, size // LANES))
    length = max(1, min(size, TOKENS) // count)
    return np.arange(count) * length, length


def recording(path: Path) -> np.ndarray | None:
    """What `record` kept, (unit, token) of int8, read from the disk as far as it is looked at; None if there is
    none.
    """
    try:
        codes = np.load(path, mmap_mode="r")
        os.utime(path)
    except (OSError, ValueError, EOFError):
        return None
    return codes


def _make_room(folder: Path) -> None:
    files = sorted(folder.glob("[!.]*.npy"), key=lambda file: file.stat().st_mtime, reverse=True)
    total = 0
    for number, file in enumerate(files):
        total += file.stat().st_size
        if number and total > KEPT:
            file.unlink(missing_ok=True)


def pattern_of(
    codes: np.ndarray, begin: int, end: int, level: int, *, off_before: bool = False, off_after: bool = False
) -> Pattern:
    """The units that are on at every token of a stretch.

    Parameters
    ----------
    codes : ndarray of int8, shape (U, T)
        States as `coded`.
    begin, end : int
        The stretch [begin, end), 0 ≤ begin < end ≤ T.
    level : int
        1 … 127, from `level_of`: a unit is on where its byte is at least this, or at most minus this.
    off_before, off_after : bool
        Leave out units that are on already right before the stretch, or still right after it.
    """
    stretch = codes[:, begin:end].astype(np.int16)
    above, below = stretch.min(axis=1) >= level, stretch.max(axis=1) <= -level
    units = np.flatnonzero(above | below)
    signs = np.where(above[units], 1, -1)
    for asked, at in ((off_before, begin - 1), (off_after, end)):
        if asked and 0 <= at < codes.shape[1]:
            off = signs * codes[units, at].astype(np.int16) < level
            units, signs = units[off], signs[off]
    return Pattern(units, signs, end - begin)


def on_counts(codes: np.ndarray, pattern: Pattern, level: int) -> np.ndarray:
    """How many units of a pattern are on at each token.

    Parameters
    ----------
    codes : ndarray of int8, shape (U, N)
        States as `coded`.
    pattern : Pattern
        Its units.
    level : int
        As for `pattern_of`.

    Returns
    -------
    ndarray of uint8 or uint16, shape (N,)
    """
    N = codes.shape[1]
    counts = np.zeros(N, dtype=np.uint8 if len(pattern.units) < 256 else np.uint16)
    on = np.empty(N, dtype=bool)
    for unit, sign in zip(pattern.units, pattern.signs, strict=True):
        row = codes[unit]
        np.greater_equal(row, np.int8(level), out=on) if sign > 0 else np.less_equal(row, np.int8(-level), out=on)
        np.add(counts, on, out=counts, casting="unsafe")
    return counts


def search(
    counts: np.ndarray, pattern: Pattern, *, off_before: bool = False, off_after: bool = False, most: int = 50
) -> list[Place]:
    """The places most like a pattern.

    A place is a longest stretch over the whole of which at least m units are on, and which is at least half as long as
    the pattern's. Places where all K units are on come first, then those with m = K − 1, and so on down to half of
    them; a place that holds a better one is left out. Among equals, those come first whose length is most like the
    pattern's.

    Parameters
    ----------
    counts : ndarray, shape (N,)
        How many units are on at each token, from `on_counts`.
    pattern : Pattern
        What is looked for.
    off_before, off_after : bool
        Only where at least m units are off right before the stretch, or right after it.
    most : int
        How many places are wanted.
    """
    K, found = len(pattern.units), []
    begins = np.empty(0, dtype=np.int64)  # of all places found so far, sorted
    shortest = max(1, pattern.length // 2)
    present = np.bincount(counts, minlength=K + 1)
    for on in range(K, max(1, (K + 1) // 2) - 1, -1):
        if not present[on] or len(found) >= most:
            continue  # no stretch is longer than at the level above, or there are enough
        starts, ends = _stretches(counts, on)
        kept = ends - starts >= shortest
        for asked, at in ((off_before, starts - 1), (off_after, ends)):
            if asked:
                inside = (at >= 0) & (at < len(counts))
                kept &= inside & (K - counts[np.clip(at, 0, len(counts) - 1)].astype(np.int64) >= on)
        kept &= np.searchsorted(begins, starts) == np.searchsorted(begins, ends)  # no better place inside
        starts, ends = starts[kept], ends[kept]
        begins = np.sort(np.concatenate([begins, starts]))
        order = np.argsort(np.abs(ends - starts - pattern.length), kind="stable")[: most - len(found)]
        found += [Place(int(starts[k]), int(ends[k]), on) for k in order]
    return found


def _stretches(counts: np.ndarray, on: int) -> tuple[np.ndarray, np.ndarray]:
    """Begin and end of every longest stretch with at least `on` units on."""
    at = np.flatnonzero(counts >= on)
    breaks = np.flatnonzero(np.diff(at) > 1)
    return at[np.concatenate([[0], breaks + 1])], at[np.concatenate([breaks, [len(at) - 1]])] + 1
