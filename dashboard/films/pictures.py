"""What a film shows of one checkpoint: the numbers that a lab's preview takes from a trace, drawn on an image.

See `core.lab.Lab.preview` for the five kinds of pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from dashboard.charts.colours import COLOURS, DIVERGING
from dashboard.films.fonts import Ink, fitted, width, write

PAPER, INK, MUTED, LINE = (255, 255, 255), (22, 32, 43), (91, 102, 112), (213, 220, 228)
GOLD = (230, 159, 0)

BARS = 110
"""Pixels that the bars under a text take."""

SIZES = (44, 36, 30, 26, 22, 19, 16, 14, 12)
"""Of letters, in pixels: the largest that has room is taken."""


class Box(NamedTuple):
    """A part of an image, in pixels."""

    left: float
    top: float
    width: float
    height: float


def draw(image: Image.Image, box: Box, facts: Mapping[str, Any]) -> None:
    """Draw the picture of a preview into a box."""
    pen = ImageDraw.Draw(image)
    if "alignment" in facts:
        _alignment(pen, box, facts)
    elif "pixels" in facts:
        _pixels(image, box, facts)
    elif "way" in facts:
        _way(pen, box, facts)
    elif "surface" in facts:
        _cloud(image, pen, box, facts)
    else:
        _tokens(pen, box, facts)


def mixed(share: float, colour: Ink) -> Ink:
    """Paper at 0, the colour at 1."""
    a, b = np.array(PAPER), np.array(colour)
    red, green, blue = np.rint(a + min(1.0, max(0.0, share)) * (b - a)).astype(int).tolist()
    return red, green, blue


def rgb(colour: str) -> Ink:
    """A colour of the charts as three numbers, 0 … 255."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def ink_on(colour: Ink) -> Ink:
    """What can be read on a colour."""
    return INK if np.dot(colour, (0.299, 0.587, 0.114)) > 140 else PAPER


def _seen(token: str) -> str:
    return {" ": "␣", "\n": "↵", "\t": "⇥"}.get(token, token)


def _alignment(pen: ImageDraw.ImageDraw, box: Box, facts: Mapping[str, Any]) -> None:
    """Rows are what is written, columns what is read; the darker, the more of the row's attention."""
    weights = np.asarray(facts["alignment"], dtype=float)  # (target, source)
    source, target = [[_seen(token) for token in facts[side]] for side in ("source", "target")]
    if not weights.size:
        return
    rows, columns = weights.shape
    size = int(min(18, max(9, (box.height - 60) / max(1, rows) * 0.7)))
    margin = min(140.0, max(width(token, size) for token in target) + 12)
    side = min((box.width - margin) / columns, (box.height - 30) / rows, 46.0)
    left, top = box.left + (box.width - margin - side * columns) / 2 + margin, box.top + 30
    colour = rgb(COLOURS[facts["quantity"]])
    for j, token in enumerate(source):
        write(pen, (left + (j + 0.5) * side, top - 8), fitted(token, size, 2 * side), size, MUTED, "m")
    for i, token in enumerate(target[:rows]):
        write(pen, (left - 8, top + (i + 0.5) * side + size / 3), fitted(token, size, margin), size, INK, "r")
        for j in range(columns):
            x, y = left + j * side, top + i * side
            pen.rectangle((x, y, x + side - 1, y + side - 1), fill=mixed(weights[i, j], colour))
    pen.rectangle((left - 1, top - 1, left + columns * side, top + rows * side), outline=LINE)


def _pixels(image: Image.Image, box: Box, facts: Mapping[str, Any]) -> None:
    """The picture that is read, and beside it how much each of its pixels surprised the network."""
    levels = np.asarray(facts["pixels"])
    palette = np.asarray(facts["palette"], dtype=np.uint8)
    surprise = np.asarray(facts["surprisal"], dtype=float)
    shade = np.array([mixed(value / 6, rgb(COLOURS["forget_gate"])) for value in surprise.ravel()], dtype=np.uint8)
    height, across = levels.shape
    side = int(min(box.height / height, (box.width / 2 - 20) / across))
    top = int(box.top + (box.height - side * height) / 2)
    for part, pixels in enumerate((palette[levels], shade.reshape(height, across, 3))):
        left = int(box.left + box.width / 2 + (part - 1) * (side * across + 20) + 10 * part)
        image.paste(
            Image.fromarray(pixels).resize((side * across, side * height), Image.Resampling.NEAREST), (left, top)
        )


def _way(pen: ImageDraw.ImageDraw, box: Box, facts: Mapping[str, Any]) -> None:
    """Points, and the way that the network goes through them; the wider, the surer."""
    side = min(box.width, box.height) - 30
    left, top = box.left + (box.width - side) / 2, box.top + 15
    places = [(left + x * side, top + (1 - y) * side) for x, y in facts["points"]]
    pen.rectangle((left - 14, top - 14, left + side + 14, top + side + 14), outline=LINE)
    way = [places[k] for k in facts["way"] if 0 <= k < len(places)]
    for start, end, sure in zip(way, way[1:], facts["values"], strict=False):
        pen.line(
            (*start, *end), fill=mixed(0.35 + 0.65 * sure, rgb(COLOURS[facts["quantity"]])), width=2 + round(5 * sure)
        )
    for number, (x, y) in enumerate(places, start=1):
        pen.ellipse((x - 11, y - 11, x + 11, y + 11), fill=PAPER, outline=INK, width=2)
        write(pen, (x, y + 4), str(number), 12, INK, "m")


def _cloud(image: Image.Image, pen: ImageDraw.ImageDraw, box: Box, facts: Mapping[str, Any]) -> None:
    """Points over the surface on which they lie."""
    surface = np.asarray(facts["surface"], dtype=float)[::-1]  # rows from below
    colour, other = (rgb(end) for end in (DIVERGING[1], DIVERGING[0]))
    ground = np.array(
        [mixed(2 * v - 1, colour) if v > 0.5 else mixed(1 - 2 * v, other) for v in surface.ravel()], dtype=np.uint8
    )
    height = int(box.height)
    across = int(min(box.width, height * max(1.0, surface.shape[1] / surface.shape[0])))
    left, top = int(box.left + (box.width - across) / 2), int(box.top)
    shaded = Image.fromarray(ground.reshape(*surface.shape, 3)).resize((across, height), Image.Resampling.BILINEAR)
    image.paste(Image.blend(Image.new("RGB", shaded.size, PAPER), shaded, 0.7), (left, top))
    for x, y in facts["cloud"]:
        if 0 <= x <= 1 and 0 <= y <= 1:
            at, up = left + x * across, top + (1 - y) * height
            pen.ellipse((at - 3, up - 3, at + 3, up + 3), fill=GOLD, outline=INK)


def _tokens(pen: ImageDraw.ImageDraw, box: Box, facts: Mapping[str, Any]) -> None:
    """Tokens on the colour of their value, as large as there is room; under them the values as bars."""
    tokens, values = list(facts["tokens"]), np.asarray(facts["values"], dtype=float)
    if not tokens or not values.size:
        return
    own = [rgb(colour) for colour in facts.get("colours", ())]
    reach, signed = max(1.0, float(np.abs(values).max())), bool((values < 0).any())
    shades = [
        mixed(0.2 + 0.6 * value, own[k]) if own else _shade(value, reach, signed, facts["quantity"])
        for k, value in enumerate(values)
    ]
    text = Box(box.left, box.top, box.width, box.height - BARS)
    size = next((s for s in SIZES if _lines(tokens, s, text.width)[1] * s * 1.6 < text.height), SIZES[-1])
    places, _ = _lines(tokens, size, text.width)
    for token, shade, (x, line) in zip(tokens, shades, places, strict=False):
        y = text.top + (line + 0.8) * size * 1.6
        if y > text.top + text.height:
            break
        said = _seen(token)
        pen.rectangle((text.left + x, y - size * 1.1, text.left + x + width(said, size), y + size * 0.4), fill=shade)
        write(pen, (text.left + x, y), said, size, ink_on(shade))
    _bars(pen, Box(box.left, box.top + box.height - BARS, box.width, BARS), values / reach, shades)


def _shade(value: float, reach: float, signed: bool, quantity: str) -> Ink:
    colour = rgb(DIVERGING[1 if value > 0 else 0] if signed else COLOURS[quantity])
    return mixed(abs(value) / reach, colour)


def _bars(pen: ImageDraw.ImageDraw, box: Box, shares: np.ndarray, shades: Sequence[Ink]) -> None:
    """A bar for each token, up from the line, or down from it where its value is negative."""
    signed = bool((shares < 0).any())
    zero = box.top + (box.height / 2 if signed else box.height)
    unit = box.height / 2 if signed else box.height
    step = min(box.width / len(shares), 60.0)
    for k, (share, shade) in enumerate(zip(shares, shades, strict=False)):
        left, end = box.left + k * step, zero - share * unit
        pen.rectangle((left + 1, min(zero, end), left + max(2.0, step - 2), max(zero, end)), fill=shade)
    pen.line((box.left, zero, box.left + step * len(shares), zero), fill=MUTED)


def _lines(tokens: Sequence[str], size: int, room: float) -> tuple[list[tuple[float, int]], int]:
    """Where each token stands: pixels from the left, and its line; and how many lines there are."""
    places, x, line = [], 0.0, 0
    gap = 0.0 if all(len(token) <= 1 for token in tokens) else size * 0.35
    for token in tokens:
        across = width(_seen(token), size)
        if x and x + across > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += across + gap
        if token == "\n":
            x, line = 0.0, line + 1
    return places, line + 1
