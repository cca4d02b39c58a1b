"""Points of the plane that a person brings, in a table or in a field: two numbers each. Imports no torch."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from core.text.files import decoded

Points = tuple[tuple[float, float], ...]
"""Points from left to right, inside the unit square."""

FEWEST_OWN, MOST_OWN = 60, 20_000
"""Different points that a file to train on must have, and points that it may have."""

HELD_OUT = 5
"""Every so many-th of them is kept away from the training."""

DIGITS = 3
"""Decimals of a point's coordinates, typed or dragged."""


@dataclass(frozen=True)
class PointsReport:
    """What a file of points holds.

    Attributes
    ----------
    name : str
        What its owner calls it.
    points, held_out : int
        Different points that are used, and how many of them are kept away from training.
    repeated : int
        Lines whose point came before.
    titles : str
        A first line that names the columns; else empty.
    first : Points
        Some of them, to look at.
    """

    name: str
    points: int
    held_out: int
    repeated: int
    titles: str
    first: Points


def ordered(points: np.ndarray) -> np.ndarray:
    """Sets of points (…, n, 2), each from left to right, and from low to high where points lie above each other."""
    order = np.lexsort((points[..., 1], points[..., 0]), axis=-1)  # (…, n)
    return np.take_along_axis(points, order[..., None], axis=-2)


def fitted(places: np.ndarray) -> np.ndarray:
    """Points (n, 2) in the unit square: as they are, if they lie there; else moved and scaled alike in both directions,
    to its middle.
    """
    low, high = places.min(0), places.max(0)  # (2,) each
    if (low >= 0).all() and (high <= 1).all():
        return places
    span = float((high - low).max()) or 1.0
    return (places - (low + high) / 2) / span + 0.5


def own_cloud(data: bytes, name: str) -> tuple[tuple[np.ndarray, np.ndarray], PointsReport]:
    """Points to draw sets from, those that are held out, (N, 2) each, and what the file holds.

    Parameters
    ----------
    data : bytes
        A table with a point a line: two numbers, with a comma, a semicolon, a tab or a space between them. Its first
        line may name the columns.
    name : str
        What its owner calls it.

    Raises
    ------
    InputError
        If it is no text, a line is not two numbers, or it has too few different points or too many.
    """
    text = decoded(data, name)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = rows_of(text)  # typed: semicolons part its points
    if len(lines) > MOST_OWN:
        raise InputError(
            "“{name}” has {found:,} points; at most {most:,} are used. Take fewer of them.",
            name=name,
            found=len(lines),
            most=MOST_OWN,
        )
    titles = lines.pop(0) if lines and all(number_of(cell) is None for cell in cells_of(lines[0])) else ""
    places = [point_of(line, k) for k, line in enumerate(lines, 2 if titles else 1)]
    different = list(dict.fromkeys(places))
    if len(different) < FEWEST_OWN:
        raise InputError(
            "“{name}” has {found:,} different points; a training needs at least {least}. Bring more of them.",
            name=name,
            found=len(different),
            least=FEWEST_OWN,
        )
    cloud = fitted(np.array(different)).astype(np.float32)  # (N, 2)
    apart = np.arange(len(cloud)) % HELD_OUT == HELD_OUT - 1  # (N,)
    first = tuple((float(x), float(y)) for x, y in ordered(cloud[:10].astype(float).round(DIGITS)))
    report = PointsReport(name, len(cloud), int(apart.sum()), len(places) - len(different), titles, first)
    return (cloud[~apart], cloud[apart]), report


def rows_of(text: str) -> list[str]:
    """What is written of each point."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(re.fullmatch(r"\s*[^;\s]+\s*;\s*[^;\s]+\s*", line) for line in lines):
        return lines  # a table whose columns are parted by semicolons
    rows = [row for line in lines for row in line.split(";") if row.strip()]
    if len(rows) > 1 or not rows:
        return rows
    numbers = re.split(r"[\s,]+", rows[0].strip())
    return [" ".join(numbers[k : k + 2]) for k in range(0, len(numbers), 2)]


def cells_of(row: str) -> list[str]:
    """What stands in a row, without quotation marks."""
    parted = next((mark for mark in ";\t," if mark in row), None)
    cells = next(csv.reader([row], delimiter=parted)) if parted else row.split()
    return [cell.strip() for cell in cells if cell.strip()]


def number_of(text: str) -> float | None:
    """The finite number that a text is, with a point or a comma for its decimals."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def point_of(row: str, place: int) -> tuple[float, float]:
    """The two numbers of a row; `place` is its number, for what is said of one that is not two numbers."""
    numbers = [number_of(cell) for cell in cells_of(row)]
    if len(numbers) != 2 or None in numbers:
        raise InputError(
            "Point {place} is {text}, which is not two numbers. Write each point as x and y, such as 0.2 0.7.",
            place=place,
            text=repr(row.strip())[:40],
        )
    return numbers[0], numbers[1]  # pyright: ignore[reportReturnType] (None was refused)
