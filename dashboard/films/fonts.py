"""Fonts for text in a film: Streamlit's own for what it has, those of the machine for other scripts."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import streamlit
from PIL import Image, ImageDraw, ImageFont

NOWHERE = "\U0010ffff"
"""A sign that no font has: what it looks like is what a font draws of any sign that it lacks."""

FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts",),
}
"""Where the fonts of a machine lie; on others, where Linux has them."""

LINUX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

NAMES = (
    "DejaVuSans.ttf",
    "NotoSansCJK-Regular.ttc",
    "wqy-*.ttc",
    "DroidSansFallback*.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "NotoSans*-Regular.ttf",
    "Arial Unicode.ttf",
    "seguisym.ttf",
)
"""Fonts of other scripts, the first that has a sign is taken."""

WEIGHT = 450
"""Of strokes, where a font lets one choose: 400 is regular, 700 is bold."""

Ink = tuple[int, int, int]


@cache
def _files() -> tuple[str, ...]:
    own = sorted((Path(streamlit.__file__).parent / "static").rglob("SourceSansVF-Upright*.woff2"))
    folders = [Path(folder).expanduser() for folder in FOLDERS.get(sys.platform, LINUX)]
    machine = [path for name in NAMES for folder in folders if folder.is_dir() for path in sorted(folder.rglob(name))]
    return tuple(str(path) for path in (*own, *machine))


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(file, size)
    with suppress(OSError):  # only some fonts have weights to choose from
        font.set_variation_by_axes([WEIGHT])
    return font


@cache
def _has(file: str, sign: str) -> bool:
    return sign.isspace() or _look(file, sign) != _look(file, NOWHERE)


def _look(file: str, sign: str) -> bytes:
    image = Image.new("L", (32, 32))
    ImageDraw.Draw(image).text((4, 24), sign, fill=255, font=_font(file, 16), anchor="ls")
    return image.tobytes()


@cache
def _file_for(sign: str) -> str | None:
    return next((file for file in _files() if _has(file, sign)), None)


def runs(text: str, size: int) -> list[tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont]]:
    """A text in pieces, each with a font that has its signs: letters that join stay together."""
    pieces: list[tuple[str, str]] = []
    for sign in text:
        file = _file_for(sign) or (_files() or ("",))[0]
        if pieces and (pieces[-1][1] == file or sign.isspace()):
            pieces[-1] = (pieces[-1][0] + sign, pieces[-1][1])
        else:
            pieces.append((sign, file))
    return [(piece, _font(file, size) if file else ImageFont.load_default(size)) for piece, file in pieces]


def lacking(text: str) -> set[str]:
    """The signs of a text that no font on this machine has."""
    return {sign for sign in text if _file_for(sign) is None}


def width(text: str, size: int) -> float:
    """How wide a text is, in pixels."""
    return sum(font.getlength(piece) for piece, font in runs(text, size))


def write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, ink: Ink, anchor: str = "l") -> None:
    """Write a line of text; `at` is the left end, the middle or the right end (`anchor` l, m or r) of its baseline."""
    x, y = at
    x -= {"l": 0.0, "m": 0.5, "r": 1.0}[anchor] * width(text, size)
    for piece, font in runs(text, size):
        pen.text((x, y), piece, fill=ink, font=font, anchor="ls")
        x += font.getlength(piece)


def fitted(text: str, size: int, room: float) -> str:
    """A text, or its beginning with an ellipsis where it has more than `room` pixels."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"
