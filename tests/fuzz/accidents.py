"""What happens to inputs on their way, and what people make of them on purpose: strategies of hypothesis."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

ODD = (
    "",
    " ",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\ufeff",
    "\u202e",
    "\u200d",
    "\u0301" * 40,
    "\ud800",
    "é",
    "e\u0301",
    "汉字",
    "👩‍🔬",
    "مرحبا",
    "٣",
    "½",
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "nan",
    "inf",
    "-1",
    "1e999",
    "9" * 400,
    "9" * 5_000,
    "0x10",
    "1_000",
    "{name}",
    "%s",
    "**b** [x](http://x.invalid) <img src=x>",
    '"',
    "'",
    "\\",
    "=1+1",
    "a" * 70_000,
)
"""Texts that programs trip over."""

ODD_VALUES = (
    None,
    True,
    0,
    -1,
    2**31,
    2**62,
    2**63,
    10**400,
    0.5,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {},
    [[]],
    {"": None},
    *ODD,
)
"""Values of JSON that stand where others are expected."""

NAMES = (
    "../outside.txt",
    "/outside.txt",
    "a/../../outside.txt",
    "..\\outside.txt",
    "C:\\outside.txt",
    "CON",
    "nul.txt",
    "a\nb.txt",
    "\u202egnp.txt",
    "é.png",
    "e\u0301.png",
    "x" * 4_000,
    ".hidden",
    "__MACOSX/x",
    "a/b/c/d/e/f",
    "%00.png",
)
"""Names of files in a zip that lead elsewhere or mean something to a system."""

NUMBERS = (0, 1, 2**31 - 1, 2**31, 2**32 - 1)


def one_of(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Any of these; told by its number, for some are long."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


def texts() -> st.SearchStrategy[str]:
    """What may stand in a link or be typed: no lone surrogates, which no browser sends."""
    odd = one_of(tuple(text for text in ODD if "\ud800" not in text))
    letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    numbers = st.one_of(st.integers(), st.floats()).map(str)
    piece = st.one_of(odd, letters, numbers)
    return st.one_of(piece, st.lists(piece, max_size=5).map("".join), st.lists(piece, max_size=8).map(" ".join))


@st.composite
def like(draw: st.DrawFn, examples: tuple[str, ...]) -> str:
    """A text much like one of these: some of its letters gone, doubled, or others."""
    text = draw(one_of(examples))
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.integers(0, 8)))
        text = text[:begin] + draw(st.one_of(texts(), st.just(text[begin:end] * 2))) + text[end:]
    return text


@st.composite
def damaged(draw: st.DrawFn, wholes: tuple[bytes, ...]) -> bytes:
    """A whole file after some accidents: cut, torn, flipped, overwritten, doubled, joined, coded otherwise."""
    data = draw(one_of(wholes))
    for _ in range(draw(st.integers(0, 4))):
        data = draw(st.sampled_from(ACCIDENTS))(draw, data, wholes)
    return data


def _place(draw: st.DrawFn, data: bytes) -> int:
    """Somewhere; often near the end, where a zip has its list of files, or the beginning."""
    size = len(data)
    near = draw(st.integers(0, min(size, 512)))
    return draw(st.sampled_from((near, size - near, draw(st.integers(0, size)))))


def cut(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    return data[: _place(draw, data)]


def beheaded(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    return data[_place(draw, data) :]


def torn(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    place = _place(draw, data)
    return data[:place] + data[place + draw(st.integers(1, 64)) :]


def flipped(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    if not data:
        return data
    place = min(_place(draw, data), len(data) - 1)
    return data[:place] + bytes([data[place] ^ 1 << draw(st.integers(0, 7))]) + data[place + 1 :]


def overwritten(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    place, length = _place(draw, data), draw(st.integers(1, 64))
    other = draw(st.one_of(st.just(bytes(length)), st.just(b"\xff" * length), st.binary(max_size=64)))
    return data[:place] + other + data[place + len(other) :]


def renumbered(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    place, number = _place(draw, data), draw(st.one_of(st.sampled_from(NUMBERS), st.integers(0, 2**32 - 1)))
    return data[:place] + number.to_bytes(4, draw(st.sampled_from(("little", "big")))) + data[place + 4 :]


def interrupted(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    place = _place(draw, data)
    return data[:place] + draw(one_of(ODD)).encode("utf-8", "surrogatepass") + data[place:]


def repeated(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    place = _place(draw, data)
    stretch = data[place : place + draw(st.integers(1, 4_096))]
    return data[:place] + stretch * draw(st.integers(1, 200)) + data[place:]


def joined(draw: st.DrawFn, data: bytes, wholes: tuple[bytes, ...]) -> bytes:
    return data + draw(one_of(wholes))


def recoded(draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    encoding = draw(st.sampled_from(("utf-16", "utf-32", "utf-8-sig", "gb18030", "cp1252", "utf-7")))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def on_one_line(_draw: st.DrawFn, data: bytes, _wholes: tuple[bytes, ...]) -> bytes:
    return data.replace(b"\n", b" ").replace(b"\t", b" ")


ACCIDENTS: tuple[Callable[[st.DrawFn, bytes, tuple[bytes, ...]], bytes], ...] = (
    cut,
    beheaded,
    torn,
    flipped,
    overwritten,
    renumbered,
    interrupted,
    repeated,
    joined,
    recoded,
    on_one_line,
)


# ---- JSON ----


@st.composite
def retold(draw: st.DrawFn, told: Any) -> Any:
    """A value of JSON in which some parts are others, gone, or there again."""
    told = json.loads(json.dumps(told))
    for _ in range(draw(st.integers(0, 3))):
        told = _other(draw, told)
    return told


def _other(draw: st.DrawFn, told: Any) -> Any:
    """The same with one part changed, wherever it lies."""
    if isinstance(told, dict) and told and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(told)))
        what = draw(st.integers(0, 9))
        if what == 0:
            return {name: value for name, value in told.items() if name != key}
        if what == 1:
            return {**told, draw(one_of(ODD)): told[key]}
        return {**told, key: _other(draw, told[key])}
    if isinstance(told, list) and told and draw(st.integers(0, 9)):
        place = draw(st.integers(0, len(told) - 1))
        what = draw(st.integers(0, 9))
        if what == 0:
            return told[:place] + told[place + 1 :]
        if what == 1:
            return told[:place] + [told[place]] * draw(st.integers(2, 200)) + told[place + 1 :]
        return [*told[:place], _other(draw, told[place]), *told[place + 1 :]]
    return draw(one_of(ODD_VALUES))


def as_json(told: Any) -> bytes:
    """A value as a file; what JSON has no number for stands there as Python writes it."""
    return json.dumps(told).encode()


# ---- zips ----


@st.composite
def repacked(
    draw: st.DrawFn, files: Mapping[str, bytes], seal: Callable[[dict[str, bytes]], dict[str, bytes]] = dict
) -> bytes:
    """A zip of files of which some are others, called otherwise, there twice, links, or very large when unpacked.

    Parameters
    ----------
    files : mapping
        What a whole one holds.
    seal : callable, optional
        What is done to the files when all else was: checksums.
    """
    packed = dict(files)
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(sorted(packed))) if packed else "x"
        what = draw(st.integers(0, 5))
        if what == 0:
            packed.pop(name, None)
        elif what == 1:
            packed[draw(one_of(NAMES))] = packed.get(name, b"")
        elif what == 2:
            packed[f"folder/{name}"] = packed.pop(name, b"")
        elif what == 3:
            packed[name] = bytes(draw(st.sampled_from((1, 10, 40))) * 2**20)
        elif what == 4:
            packed[name] = _zip(packed, draw)
        else:
            packed[name] = draw(damaged((packed.get(name, b"") or b"x",)))
    return _zip(seal(packed), draw, odd=True)


def _zip(files: Mapping[str, bytes], draw: st.DrawFn, odd: bool = False) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name.replace("\0", "") or "x")
            entry.compress_type = zipfile.ZIP_DEFLATED
            if odd and not draw(st.integers(0, 40)):
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, data)
    return content.getvalue()
