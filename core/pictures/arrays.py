"""Pictures as arrays of numbers, in the files in which they are handed out: numpy's `.npy`, and MNIST's IDX. Imports no
torch.

Nothing in such a file is believed before it is checked, and no array of Python objects is ever built.

References
----------
- LeCun, Cortes & Burges (1998). The MNIST Database of Handwritten Digits (the IDX format).
- NumPy reference, numpy.lib.format (the `.npy` format).
"""

from __future__ import annotations

import gzip
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import numpy as np

from core.errors import InputError, refusing

UNPACKED = 300 * 2**20
"""Bytes that a file may unpack to."""

TEST = frozenset(("test", "t10k", "testing", "xtest", "ytest", "val", "valid", "validation"))
"""Words in a name that set something apart from training."""

_LABELS = frozenset(("y", "ytrain", "ytest", "label", "labels", "target", "targets", "class", "classes"))
_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}  # of IDX, by its third byte


@dataclass(frozen=True, eq=False)
class Side:
    """The pictures to learn from, or those to test on.

    Attributes
    ----------
    pixels : ndarray of numbers, shape (N, height, width) or (N, height, width, 3 or 4)
        In grey or in red, green, blue and, maybe, opacity; in any range.
    labels : list of str or None
        The classes (N,), None where the file names none.
    held_out : bool
        Whether they are to test on.
    """

    pixels: np.ndarray
    labels: list[str | None]
    held_out: bool


def unpacked(file: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    """What a packed file holds, whatever size it says it has.

    Raises
    ------
    InputError
        If that is more than `UNPACKED`.
    """
    content = file.read(UNPACKED + 1)
    if len(content) > UNPACKED:
        raise too_much(name)
    return content


def too_much(name: str) -> InputError:
    """What to say of a file that unpacks to more than `UNPACKED`."""
    return InputError(
        "{name} unpacks to more than {most} MB. Put fewer or smaller pictures into it.",
        name=name,
        most=UNPACKED // 2**20,
    )


def idx(data: bytes, name: str) -> np.ndarray:
    """The array in an IDX file, gzipped or not.

    Raises
    ------
    InputError
        If it is no such file, or cut off.
    """
    if data[:2] == b"\x1f\x8b":
        broken = refusing("The gzipped file {name} is broken. Download it again.", name=name)
        with broken, gzip.open(io.BytesIO(data)) as file:
            data = unpacked(file, name)
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _TYPES or not 1 <= data[3] <= 4:
        raise InputError(
            "{name} does not begin like an IDX file: two zero bytes, the type, the number of dimensions. Bring MNIST’s"
            " files as they are.",
            name=name,
        )
    begin = 4 + 4 * data[3]
    shape = tuple(int.from_bytes(data[at : at + 4], "big") for at in range(4, begin, 4))
    kind = np.dtype(_TYPES[data[2]])
    if math.prod(shape) * kind.itemsize != len(data) - begin:
        raise InputError(
            "The IDX file {name} says that it has {shape} numbers, but not so many follow. Download it again.",
            name=name,
            shape=" × ".join(map(str, shape)),
        )
    return np.frombuffer(data, kind, offset=begin).reshape(shape)


def npy(data: bytes, name: str) -> np.ndarray:
    """The array in a `.npy` file.

    Raises
    ------
    InputError
        If it is no such file, cut off, or holds Python objects.
    """
    file = io.BytesIO(data)
    with refusing(
        "The array {name} cannot be read: it is broken, or holds Python objects. Save plain numbers with numpy.savez.",
        name=name,
    ):
        version = np.lib.format.read_magic(file)
        header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, kind = header(file)
        if kind.hasobject or math.prod(shape) * kind.itemsize != len(data) - file.tell():
            raise ValueError(shape)
        file.seek(0)
        return np.lib.format.read_array(file)


def sides(arrays: Mapping[str, np.ndarray], name: str) -> list[Side]:
    """The pictures among some arrays with their labels: those to learn from first.

    A name with the word ``test``, ``t10k`` or ``val`` sets apart, one with ``y``, ``label``, ``target`` or ``class``
    names labels; of several arrays of pictures the one with the most dimensions is taken.

    Raises
    ------
    InputError
        If no array can be pictures, or there is not one label for each.
    """
    pictures: dict[bool, np.ndarray] = {}
    labels: dict[bool, np.ndarray] = {}
    for array_name, array in sorted(arrays.items(), key=lambda item: -item[1].ndim):
        words = set(re.split(r"[^a-z0-9]+", array_name.lower()))
        held_out = bool(words & TEST)
        if (words & _LABELS and "names" not in words) or (array.ndim == 1 and re.fullmatch(r"arr_\d+", array_name)):
            labels.setdefault(held_out, array)
        elif array.ndim >= 2 and array.dtype.kind in "biuf":
            pictures.setdefault(held_out, array)
    if not pictures:
        raise InputError(
            "{name} has no array of pictures. Bring one of shape (pictures, rows, columns), named x or images; labels"
            " are named y or labels.",
            name=name,
        )
    return [
        Side(pixels, _labels(labels.get(held_out), len(pixels), name), held_out)
        for held_out, pixels in ((side, _pixels(pictures[side], name)) for side in sorted(pictures))
    ]


def as_bytes(parts: list[Side], name: str) -> Iterator[tuple[np.ndarray | None, str | None, bool]]:
    """Each picture in bytes, with its label and whether it is held out; None in the place of one with NaN or ∞.

    The smallest number of the file is black and the largest white, so that it does not matter whether they go from 0 to
    1, from −1 to 1, to 16 or to 255.

    Raises
    ------
    InputError
        If all numbers are the same.
    """
    low, high = _range([part.pixels for part in parts])
    if not low < high:
        raise InputError("All pixels in {name} have the same value. Bring pictures that show something.", name=name)
    for part in parts:
        for pixels, label in zip(part.pixels, part.labels, strict=True):
            if pixels.dtype == np.uint8 and (low, high) == (0, 255):
                yield pixels, label, part.held_out
            elif np.isfinite(pixels).all():
                yield (
                    np.rint((pixels.astype(float) - low) * (255 / (high - low))).astype(np.uint8),
                    label,
                    part.held_out,
                )
            else:
                yield None, label, part.held_out


def _range(arrays: list[np.ndarray]) -> tuple[float, float]:
    """The smallest and the largest finite number."""
    lows, highs = [], []
    for array in filter(np.size, arrays):
        finite = array[np.isfinite(array)] if array.dtype.kind == "f" else array
        if finite.size:
            lows.append(float(finite.min()))
            highs.append(float(finite.max()))
    return min(lows, default=0), max(highs, default=0)


def _pixels(array: np.ndarray, name: str) -> np.ndarray:
    """Pictures, by rows and columns, colours last."""
    if array.ndim == 2 and math.isqrt(array.shape[1]) ** 2 == array.shape[1] > 0:
        return array.reshape(len(array), math.isqrt(array.shape[1]), -1)
    if array.ndim == 3 and array.shape[1] and array.shape[2]:
        return array
    if array.ndim == 4 and array.shape[3] == 1:
        return array[..., 0]
    if array.ndim == 4 and array.shape[3] in (3, 4):
        return array
    if array.ndim == 4 and array.shape[1] in (1, 3):
        return array[:, 0] if array.shape[1] == 1 else np.moveaxis(array, 1, 3)
    raise InputError(
        "The pictures in {name} have the shape {shape}. It takes (pictures, rows, columns), or with 1, 3 or 4 colours"
        " as a fourth dimension.",
        name=name,
        shape=" × ".join(map(str, array.shape)),
    )


def _labels(array: np.ndarray | None, count: int, name: str) -> list[str | None]:
    """The class of each of `count` pictures: a number or a word, or the place of the one in a row of zeros."""
    if array is None:
        return [None] * count
    labels: np.ndarray = array
    if labels.ndim == 2:
        labels = labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0]
    if labels.ndim != 1 or len(labels) != count:
        raise InputError(
            "{name} has {pictures:,} pictures and {labels:,} labels. Bring one label for each picture, in the same"
            " order.",
            name=name,
            pictures=count,
            labels=len(labels) if labels.ndim else 1,
        )
    if labels.dtype.kind == "f":
        if not (np.isfinite(labels) & (labels == np.rint(labels))).all():
            raise InputError("The labels in {name} are not whole numbers. Number the classes from 0 on.", name=name)
        labels = labels.astype(np.int64)
    if labels.dtype.kind == "S":
        return [label.decode("utf-8", "replace") for label in labels]
    return [str(label) for label in labels.tolist()]
