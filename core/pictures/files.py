"""Pictures in a file that a viewer brings: PNG and JPEG, alone or in a zip, numpy's `.npz`, MNIST's IDX, or a table
with a picture in each row. Imports no torch.

What a file is, its first bytes say, whatever it is called. Nothing is unpacked to a disk: a path in a zip is read for
its folders' names and never followed.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
from PIL import Image, ImageOps

from core.errors import InputError, refusing
from core.limits import MEGABYTE, limits
from core.pictures.arrays import TEST, UNPACKED, as_bytes, idx, npy, sides, too_much, unpacked
from core.pictures.table import looks_like_a_table, table

MOST = 70_000
"""Pictures that are taken from a file: all of MNIST."""

VISIBLE = 16
"""By how many of 256 shades a picture must differ from the ground that it lies on."""

DOTS, DOTS_OF_ONE = 400_000_000, 25_000_000
"""Dots that all PNG and JPEG pictures of a file may have together, and that one of them may have."""


_GROUNDS = "white", "black"


@dataclass
class Found:
    """The pictures of a file, brought to one size.

    Attributes
    ----------
    size : int
        Rows and columns of each.
    pixels : list of ndarray of uint8
        (size, size) in grey, or (size, size, 3) in red, green and blue, as they are in the file.
    labels : list of str or None
        The class of each, None where the file names none.
    held_out : list of bool
        Whether the file itself sets it apart to test on.
    cropped : int
        How many were not square: of these the middle is taken.
    dropped : Counter of str
        What was left out, by reason: ``unreadable``, ``large``, ``beyond`` (more than `MOST`), ``other`` (no picture).
    """

    size: int
    pixels: list[np.ndarray] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    held_out: list[bool] = field(default_factory=list)
    cropped: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, image: Image.Image, label: str | None, held_out: bool) -> None:
        """Take in a picture of mode L, RGB or F: its middle square, each pixel the mean of the dots that it covers."""
        if len(self.pixels) == MOST:
            self.dropped["beyond"] += 1
            return
        self.cropped += image.width != image.height
        if image.size != (self.size, self.size):
            image = ImageOps.fit(image, (self.size, self.size), Image.Resampling.BOX)
        self.pixels.append(np.asarray(image))
        self.labels.append(label)
        self.held_out.append(held_out)

    def stretch(self) -> None:
        """Bring pictures with more than 256 shades (mode F) to bytes: their smallest number, of all of them, is black
        and their largest white.
        """
        deep = [n for n, picture in enumerate(self.pixels) if picture.dtype == np.float32]
        low = min((float(self.pixels[n].min()) for n in deep), default=0.0)
        high = max((float(self.pixels[n].max()) for n in deep), default=0.0)
        for n in deep:
            self.pixels[n] = np.rint((self.pixels[n] - low) * (255 / max(high - low, 1e-9))).astype(np.uint8)


def read_pictures(data: bytes, name: str, size: int) -> Found:
    """All pictures of a file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What its owner calls it.
    size : int
        Rows and columns that they are brought to.

    Raises
    ------
    InputError
        If it is none of these files, broken, larger than `core.limits` say, unpacks to more than it may, or if
        its arrays do not fit together.
    """
    if len(data) > (most := limits().text_mb) * MEGABYTE:
        raise InputError(
            "{name} is larger than {most} MB. Put fewer or smaller pictures into it; MNIST’s files fit as long as they"
            " are gzipped.",
            name=name,
            most=f"{most:g}",
        )
    found = Found(size)
    if data[:2] == b"PK":
        arrays = _unzip(data, name, found)
    elif data[:2] in (b"\x1f\x8b", b"\0\0"):
        arrays = {name: idx(data, name)}
    elif _is_picture(data):
        arrays = {}
        _take(data, name, DOTS, name, found)
    elif looks_like_a_table(data):
        arrays = table(data, name)
    else:
        raise InputError(
            "{name} is not a file of pictures. Bring a zip of PNG or JPEG pictures, numpy’s .npz, MNIST’s IDX files, or"
            " a CSV with a picture in each row.",
            name=name,
        )
    if arrays:
        for pixels, label, held_out in as_bytes(sides(arrays, name), name):
            if pixels is None:
                found.dropped["unreadable"] += 1
            else:
                found.add(_flat(Image.fromarray(np.ascontiguousarray(pixels))), label, held_out)
    found.stretch()
    return found


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Several files as one zip: MNIST's pictures and their labels, say. The same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:  # stored as they are: they are compressed already
        for name, data in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()


def _unzip(data: bytes, name: str, found: Found) -> dict[str, np.ndarray]:
    """Take in the PNG and JPEG pictures of a zip, and return its arrays."""
    arrays, dots = {}, 0
    broken = refusing(
        "The zip {name} cannot be read: it is broken, or locked with a password. Pack it again.", name=name
    )
    with broken, zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _hidden(member.filename)]
        if sum(member.file_size for member in members) > UNPACKED:
            raise too_much(name)
        for member in members:
            with archive.open(member) as file:
                content = unpacked(file, name)
            if _is_picture(content):
                dots += _take(content, member.filename, DOTS - dots, name, found)
            elif content[:6] == b"\x93NUMPY":
                arrays[member.filename.removesuffix(".npy")] = npy(content, member.filename)
            elif content[:2] in (b"\x1f\x8b", b"\0\0"):
                arrays[member.filename] = idx(content, member.filename)
            elif member.filename.lower().endswith(".csv") and looks_like_a_table(content):
                side = PurePosixPath(member.filename).stem
                arrays |= {f"{side}_{kind}": array for kind, array in table(content, member.filename).items()}
            else:
                found.dropped["other"] += 1
    return arrays


def _is_picture(content: bytes) -> bool:
    return content[:4] == b"\x89PNG" or content[:2] == b"\xff\xd8"


def _hidden(path: str) -> bool:
    """Whether a file system put it there on its own."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or parts[-1].startswith((".", "Thumbs.db"))


def _take(content: bytes, path: str, room: int, name: str, found: Found) -> int:
    """Take in one PNG or JPEG, or count why not; return how many dots were looked at."""
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        dots = math.prod(image.size)
        if dots <= min(room, DOTS_OF_ONE):
            image.draft("RGB", (found.size, found.size))  # a JPEG is read coarser at once
            found.add(_flat(ImageOps.exif_transpose(image)), *_label(path))
            return dots
    except Exception:  # whatever a broken picture makes a decoder raise: Pillow promises nothing
        found.dropped["unreadable"] += 1
        return 0
    if dots > DOTS_OF_ONE:
        found.dropped["large"] += 1
        return 0
    raise InputError(
        "The pictures in {name} have more than {most} million dots together. Make them smaller and pack them again.",
        name=name,
        most=DOTS // 10**6,
    )


def _label(path: str) -> tuple[str | None, bool]:
    """What a picture's folders say: its class, and whether it is to test on."""
    folders = [part for part in PurePosixPath(path.replace("\\", "/")).parts[:-1] if part not in ("/", "..")]
    held_out = any(folder.lower() in TEST for folder in folders)
    classes = [folder for folder in folders if folder.lower() not in TEST | {"train", "training"}]
    return (classes[-1][:40] if classes else None), held_out


def _flat(image: Image.Image) -> Image.Image:
    """A picture in grey (L, or F if it has more than 256 shades) or in colour (RGB).

    What is transparent lies on white; on black, if only that shows the picture: white strokes on nothing.
    """
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(np.asarray(image).astype(np.float32))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white, black = (Image.alpha_composite(Image.new("RGBA", image.size, ground), image) for ground in _GROUNDS)
        return (black if _contrast(white) < VISIBLE <= _contrast(black) else white).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _contrast(image: Image.Image) -> int:
    """How many shades lie between the darkest and the brightest dot, 0 … 255."""
    low, high = image.convert("L").getextrema()
    return int(high) - int(low)  # pyright: ignore[reportArgumentType]
