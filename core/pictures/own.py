"""A viewer's own pictures, brought to one size and a few levels. Imports no torch.

About one picture in ten is held out of each class: those whose pixels have the smallest hashes, so that the same
picture is never on both sides. A file that sets pictures apart itself (MNIST's ``t10k``, ``x_test``, a folder ``test``)
is followed.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.errors import InputError
from core.pictures.files import Found, read_pictures
from core.pictures.levels import Pictures, greys, quantised

FEWEST = 50
"""Different pictures that a file must have, after what cannot be used was left out."""

FEWEST_OF_A_CLASS = 5
"""Pictures that a class must have; smaller ones are left out."""

MOST_CLASSES = 100
"""With more classes than this, nothing is told apart: the network learns all pictures as one class."""

_DOTS = 100_000  # that a palette is found among


@dataclass(frozen=True)
class PicturesReport:
    """What a file of pictures holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    pictures, held_out : int
        Pictures that are used, and how many of these are kept away from training, to measure on.
    classes : int
        Classes that a network is told of; 1 where there are none.
    named : int
        Classes that the file names, 0 where it names none; more than `MOST_CLASSES` are not told.
    cropped : int
        Pictures that were not square, of which the middle is used.
    unreadable, large, other, beyond, unlabelled, rare, repeated : int
        What was left out: pictures that are broken or hold NaN, pictures with too many dots, files that are no
        pictures, pictures beyond the limit, pictures without a class beside those with one, pictures of classes with
        fewer than `FEWEST_OF_A_CLASS`, and pictures set apart to test on that are to be learnt from, too.
    """

    name: str
    pictures: int
    held_out: int
    classes: int
    named: int
    cropped: int
    unreadable: int = 0
    large: int = 0
    other: int = 0
    beyond: int = 0
    unlabelled: int = 0
    rare: int = 0
    repeated: int = 0


def own_pictures(
    data: bytes, name: str, size: int, levels: int, coloured: bool = False
) -> tuple[Pictures, PicturesReport]:
    """Pictures from the bytes of a file (see `core.pictures.files`), and what was made of it.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What its owner calls it.
    size : int
        Rows and columns, 8 … 28.
    levels : int
        2 … 17.
    coloured : bool
        Whether the levels are the colours that suit these pictures best, from dark to bright, or shades of grey.

    Raises
    ------
    InputError
        If the file cannot be read, or fewer than `FEWEST` different pictures can be used.
    """
    found = read_pictures(data, name, size)
    classes, numbers = _classes(found)
    used = numbers >= 0
    pixels = [picture for picture, use in zip(found.pixels, used, strict=True) if use]
    numbers, apart = numbers[used], np.array(found.held_out, bool)[used]
    if len(pixels) < FEWEST:
        raise _too_few(name, found)
    inked, palette = (_in_colours if coloured else _in_greys)(pixels, levels)
    keys = [picture.tobytes() for picture in inked]
    if len(set(keys)) < FEWEST:
        raise InputError(
            "Of the {found:,} pictures in {name} only {different} are different once they have {size} × {size} pixels"
            " and {levels} levels; a network needs {least}. Choose more levels or more pixels.",
            found=len(pixels),
            name=name,
            different=len(set(keys)),
            size=size,
            levels=levels,
            least=FEWEST,
        )
    test, repeated = _split(keys, numbers, apart)
    train = ~(test | repeated)
    report = PicturesReport(
        name=name,
        pictures=int(train.sum() + test.sum()),
        held_out=int(test.sum()),
        classes=len(classes),
        named=len(set(found.labels) - {None}),
        cropped=found.cropped,
        repeated=int(repeated.sum()),
        **{
            reason: found.dropped[reason] for reason in ("unreadable", "large", "other", "beyond", "unlabelled", "rare")
        },
    )
    mixed = np.flatnonzero(test)
    mixed = mixed[np.argsort([zlib.crc32(keys[number]) for number in mixed], kind="stable")]  # of all classes at once
    return Pictures(inked[train], inked[mixed], numbers[train], numbers[mixed], levels, classes, palette), report


def preview(pictures: Pictures, count: int) -> np.ndarray:
    """Numbers of the first `count` training pictures, taking turns through the classes: int64, at most (count,)."""
    order = np.argsort(pictures.train_classes, kind="stable")
    classes = pictures.train_classes[order]
    turn = np.arange(len(classes)) - np.searchsorted(classes, classes)
    return order[np.lexsort((classes, turn))][:count]


def _classes(found: Found) -> tuple[tuple[str, ...], np.ndarray]:
    """The names of the classes, and the class of each picture (N,); −1 of one that is left out."""
    own_sides = len(set(found.held_out)) > 1
    learnt = [label for label, out in zip(found.labels, found.held_out, strict=True) if not (own_sides and out)]
    counts = Counter(label for label in learnt if label is not None)
    enough = [label for label, count in counts.items() if count >= FEWEST_OF_A_CLASS]
    if not 1 < len(enough) <= MOST_CLASSES:
        return ("",), np.zeros(len(found.labels), np.int64)
    classes = tuple(sorted(enough, key=lambda label: (int(label), label) if label.isdecimal() else (10**9, label)))
    number = {label: n for n, label in enumerate(classes)}
    found.dropped["unlabelled"] = found.labels.count(None)
    found.dropped["rare"] = sum(label is not None and label not in number for label in found.labels)
    return classes, np.array([-1 if label is None else number.get(label, -1) for label in found.labels], np.int64)


def _split(keys: Sequence[bytes], numbers: np.ndarray, apart: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which pictures are held out, and which would be but are to be learnt from, too: bool (N,) both.

    As the file says, if it leaves any; else of each class the tenth with the smallest hashes; else of all together.
    """
    hashes = np.array([zlib.crc32(key) for key in keys])
    for held_out in (apart, _smallest(hashes, numbers), _smallest(hashes, np.zeros_like(numbers))):
        learnt = {key for key, out in zip(keys, held_out, strict=True) if not out}
        repeated = np.array([out and key in learnt for key, out in zip(keys, held_out, strict=True)])
        if learnt and (held_out & ~repeated).any():
            break
    return held_out & ~repeated, repeated


def _smallest(hashes: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Which hashes are in the smallest tenth of the different ones of their class, of two or more at least one: bool
    (N,).
    """
    held_out = np.zeros(len(hashes), bool)
    for number in np.unique(numbers):
        mine = numbers == number
        different = np.unique(hashes[mine])
        if len(different) > 1:
            held_out |= mine & (hashes <= different[max(1, len(different) // 10) - 1])
    return held_out


def _too_few(name: str, found: Found) -> InputError:
    dropped = found.dropped
    return InputError(
        "{name} has {found:,} pictures that can be used, and a network needs at least {least}. Left out: {unreadable:,}"
        " broken, {large:,} too large, {rare:,} of classes with fewer than {rarest}, {unlabelled:,} without a class,"
        " {other:,} files that are no PNG or JPEG.",
        name=name,
        found=len(found.pixels) - dropped["rare"] - dropped["unlabelled"],
        least=FEWEST,
        rarest=FEWEST_OF_A_CLASS,
        **{reason: dropped[reason] for reason in ("unreadable", "large", "rare", "unlabelled", "other")},
    )


# ---- levels ----


def _in_greys(pixels: Sequence[np.ndarray], levels: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures in shades of grey (N, size, size), a colour as bright as the eye finds it; and their palette."""
    greyed = [picture if picture.ndim == 2 else np.asarray(Image.fromarray(picture).convert("L")) for picture in pixels]
    return quantised(np.stack(greyed), 256, levels), greys(levels)


def _in_colours(pixels: Sequence[np.ndarray], levels: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures in the `levels` colours that suit them best (N, size, size), and these colours from dark to bright.

    The palette is found by median cut and some rounds of k-means, among dots that lie evenly over all pictures; each
    dot then takes the nearest colour. Where there are fewer colours than levels, the last one is repeated and never
    used.
    """
    codes = [_codes(picture) for picture in pixels]
    dots = np.concatenate([code.ravel()[n % 7 :: 7] for n, code in enumerate(codes)])
    dots = dots[:: 1 + len(dots) // _DOTS]
    some = Image.fromarray(_colours(dots)[None])
    colours = np.array(some.quantize(levels, Image.Quantize.MEDIANCUT, kmeans=4).getpalette()).reshape(-1, 3)[:levels]
    colours = np.unique(colours, axis=0)
    colours = colours[np.argsort(colours @ (299, 587, 114), kind="stable")]
    occurs = np.zeros(2**24, bool)  # of each colour there can be
    for code in codes:
        occurs[code] = True
    known, nearest = np.flatnonzero(occurs), np.zeros(2**24, np.uint8)
    for part in np.array_split(known, 1 + len(known) // _DOTS):
        nearest[part] = ((_colours(part)[:, None].astype(np.int32) - colours) ** 2).sum(axis=2).argmin(axis=1)
    palette = np.concatenate([colours, np.repeat(colours[-1:], levels - len(colours), axis=0)])
    return np.stack([nearest[code] for code in codes]), palette.astype(np.uint8)


def _codes(picture: np.ndarray) -> np.ndarray:
    """The colour of each pixel as one number, 0 … 2²⁴ − 1: int32, (size, size)."""
    if picture.ndim == 2:
        return picture.astype(np.int32) * 0x010101
    return picture.astype(np.int32) @ np.array([0x010000, 0x000100, 0x000001], np.int32)


def _colours(codes: np.ndarray) -> np.ndarray:
    """The reverse: uint8, (N, 3)."""
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
