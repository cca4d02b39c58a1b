"""A viewer's own pictures with captions, in a zip: who says what of which picture. Imports no torch.

Captions come in one of three forms: COCO's JSON (``images`` with ``id`` and ``file_name``, ``annotations`` with
``image_id`` and ``caption``); a CSV whose rows are a file's name and a caption; or a text beside each picture that has
its name and ends in ``.txt``, a caption in each line. About one picture in ten is held out: those whose pixels have the
smallest hashes.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

import numpy as np
from PIL import Image, ImageOps

from core.errors import InputError, refusing
from core.labs.captioning.data import Scenes
from core.labs.captioning.grammar import Description
from core.labs.captioning.scenes import SIDE
from core.pictures.arrays import unpacked
from core.pictures.files import DOTS_OF_ONE
from core.text.files import decoded, told_in_json
from core.text.vocabulary import EOS, UNK, split

FEWEST = 50
"""Pictures with a caption that a file must have."""

MOST = 10_000
"""Pictures that are taken from a file."""

LONGEST = 30
"""Words of a caption; longer ones are left out."""

WORDS_KNOWN = 1_000
"""Different words that the network knows: the most frequent that it learns from; the others are ⟨unk⟩ to it."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


@dataclass(frozen=True, eq=False)
class Photo:
    """A picture of the viewer's own.

    Attributes
    ----------
    name : str
        Its file.
    pixels : ndarray of uint8, shape (side, side, 3)
    told : Description
        Its first caption.
    """

    name: str
    pixels: np.ndarray
    told: Description

    def seen(self, _side: int) -> np.ndarray:
        """Its pixels, whatever a network would see."""
        return self.pixels

    @property
    def cache_key(self) -> tuple[str, bytes]:
        """What tells one from another."""
        return self.name, self.pixels.tobytes()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class CaptionsReport:
    """What a file of captioned pictures holds, and what was left out of it.

    Attributes
    ----------
    name : str
        What its owner calls it.
    pictures, captions, held_out : int
        Pictures that are used, their captions, and how many of the pictures are held out.
    words : int
        Different words that the network knows.
    unreadable, large, beyond, other : int
        What was left out: broken pictures, pictures with too many dots, pictures beyond `MOST`, other files.
    uncaptioned, missing, long : int
        Pictures without a caption, captions of pictures that are not there, and captions of more than `LONGEST` words.
    """

    name: str
    pictures: int
    captions: int
    held_out: int
    words: int
    unreadable: int
    large: int
    beyond: int
    other: int
    uncaptioned: int
    missing: int
    long: int


@dataclass(frozen=True, eq=False)
class OwnCaptions:
    """Pictures and captions of one's own, parted.

    Attributes
    ----------
    training, held_out : Scenes
        A training picture stands there once for each of its captions.
    photos : tuple of Photo
        The held-out pictures.
    words : tuple of str
        All that the network can say, `UNK` and `EOS` among it.
    """

    training: Scenes
    held_out: Scenes
    photos: tuple[Photo, ...]
    words: tuple[str, ...]


def own_captions(data: bytes, name: str, side: int = SIDE) -> tuple[OwnCaptions, CaptionsReport]:
    """Pictures and captions from the bytes of a zip, brought to so many rows and columns, and what was made of it.

    Raises
    ------
    InputError
        If it is no zip, broken, holds no captions, or fewer than `FEWEST` captioned pictures.
    """
    pictures, texts, dropped = _unzip(data, name, side)
    captions = _captions(pictures, texts, name, dropped)
    used = {path: told for path, told in captions.items() if told}
    dropped["uncaptioned"] = len(pictures) - len(used)
    if len(used) < FEWEST:
        raise InputError(
            "{name} has {found:,} pictures with a caption, and a network needs at least {least}. Left out:"
            " {unreadable:,} broken pictures, {uncaptioned:,} without a caption; {missing:,} captions of pictures that"
            " are not there.",
            name=name,
            found=len(used),
            least=FEWEST,
            unreadable=dropped["unreadable"],
            uncaptioned=dropped["uncaptioned"],
            missing=dropped["missing"],
        )
    hashes = {path: zlib.crc32(pictures[path].tobytes()) for path in used}
    different = sorted(set(hashes.values()))
    limit = different[max(1, len(different) // 10) - 1]
    learnt = [path for path in used if hashes[path] > limit]
    held_out = [path for path in used if hashes[path] <= limit]
    if not learnt:
        raise InputError("All pictures in {name} are the same. A network needs different ones.", name=name)
    counts = Counter(token for path in learnt for tokens in used[path] for token in tokens)
    words = (*sorted(token for token, _ in counts.most_common(WORDS_KNOWN)), UNK, EOS)
    known = set(words)

    def told(path: str, tokens: tuple[str, ...]) -> Description:
        return Description(tuple((token if token in known else UNK, None) for token in tokens), (), side)

    def scenes(pairs: list[tuple[str, tuple[str, ...]]]) -> Scenes:
        drawn = [pictures[path] for path, _ in pairs]
        return Scenes((), tuple(told(*pair) for pair in pairs), partial(np.stack, drawn))

    own = OwnCaptions(
        scenes([(path, tokens) for path in learnt for tokens in used[path]]),
        scenes([(path, used[path][0]) for path in held_out]),
        tuple(Photo(path, pictures[path], told(path, used[path][0])) for path in held_out),
        words,
    )
    report = CaptionsReport(
        name=name,
        pictures=len(used),
        captions=sum(map(len, used.values())),
        held_out=len(held_out),
        words=len(words) - 2,
        **{
            reason: dropped[reason]
            for reason in ("unreadable", "large", "beyond", "other", "uncaptioned", "missing", "long")
        },
    )
    return own, report


# ---- the zip ----


def _unzip(data: bytes, name: str, side: int) -> tuple[dict[str, np.ndarray], dict[str, bytes], Counter[str]]:
    """The pictures, brought to one size, and the texts, each by its path; and what was left out."""
    if data[:2] != b"PK":
        raise InputError(
            "{name} is not a zip. Pack the pictures and their captions (COCO’s JSON, a CSV of file and caption, or a"
            " .txt beside each picture) into one.",
            name=name,
        )
    pictures: dict[str, np.ndarray] = {}
    texts: dict[str, bytes] = {}
    dropped: Counter[str] = Counter()
    broken = refusing(
        "The zip {name} cannot be read: it is broken, or locked with a password. Pack it again.", name=name
    )
    with broken, zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            path = PurePosixPath(member.filename.replace("\\", "/"))
            if member.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
                continue
            with archive.open(member) as file:
                content = unpacked(file, name)
            if path.suffix.lower() in ENDINGS:
                if len(pictures) == MOST:
                    dropped["beyond"] += 1
                else:
                    _take(content, str(path), side, pictures, dropped)
            elif path.suffix.lower() in (".json", ".csv", ".txt"):
                texts[str(path)] = content
            else:
                dropped["other"] += 1
    return pictures, texts, dropped


def _take(content: bytes, path: str, side: int, pictures: dict[str, np.ndarray], dropped: Counter[str]) -> None:
    """Take in the first frame of a picture: its middle square on white, in red, green and blue; or count why not."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if math.prod(image.size) > DOTS_OF_ONE:
            dropped["large"] += 1
            return
        image = ImageOps.exif_transpose(image)
        if image.has_transparency_data:
            image = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        pictures[path] = np.asarray(ImageOps.fit(image.convert("RGB"), (side, side), Image.Resampling.BOX))
    except Exception:  # whatever a broken picture makes a decoder raise: Pillow promises nothing
        dropped["unreadable"] += 1


# ---- the captions ----


def _captions(
    pictures: Mapping[str, np.ndarray], texts: Mapping[str, bytes], name: str, dropped: Counter[str]
) -> dict[str, list[tuple[str, ...]]]:
    """The captions of each picture, cut into words."""
    found: dict[str, list[tuple[str, ...]]] = {path: [] for path in pictures}
    by_name = {PurePosixPath(path).name: path for path in pictures}
    by_stem = {str(PurePosixPath(path).with_suffix("")): path for path in pictures}
    said = False
    for path, content in texts.items():
        for file, caption in _pairs(path, content, by_stem):
            said = True
            picture = file if file in found else by_name.get(PurePosixPath(file.replace("\\", "/")).name)
            tokens = tuple(split(" ".join(caption.lower().split()), "word"))
            if picture is None:
                dropped["missing"] += 1
            elif len(tokens) > LONGEST:
                dropped["long"] += 1
            elif tokens:
                found[picture].append(tokens)
    if not said:
        raise InputError(
            "{name} has no captions. Add COCO’s JSON, a CSV whose rows are a file and its caption, or a .txt beside"
            " each picture.",
            name=name,
        )
    return found


def _pairs(path: str, content: bytes, by_stem: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Files and captions that a text tells of."""
    suffix = PurePosixPath(path).suffix.lower()
    text = decoded(content, path)
    if suffix == ".txt":
        picture = by_stem.get(str(PurePosixPath(path).with_suffix("")))
        if picture is not None:
            yield from ((picture, line) for line in text.splitlines() if line.strip())
    elif suffix == ".csv":
        for row in csv.reader(io.StringIO(text)):
            if len(row) > 1 and row[0].strip().lower() not in ("file", "file_name", "filename", "image"):
                yield row[0].strip(), ",".join(row[1:])
    else:
        yield from _coco(text, path)


def _coco(text: str, path: str) -> Iterator[tuple[str, str]]:
    with refusing(
        "{name} is no JSON of COCO’s: it needs “images” with “id” and “file_name”, and “annotations” with “image_id”"
        " and “caption”.",
        name=path,
    ):
        told = told_in_json(text)
        files = {image["id"]: str(image["file_name"]) for image in told["images"]}
        pairs = [(files.get(one["image_id"], ""), str(one["caption"])) for one in told["annotations"]]
    yield from pairs
