"""Points that a person types. Imports no torch."""

from __future__ import annotations

import numpy as np

from core.data.points import DIGITS, Points, fitted, ordered, point_of, rows_of
from core.errors import InputError
from core.labs.pointer_network.config import MOST


def read_points(text: str) -> Points:
    """The points that a person types or pastes, such as ``0.2 0.7; 0.5 0.1``, from left to right.

    A point is two numbers with white space, a comma or a tab between them; points are parted by semicolons or stand on
    lines of their own, of which a field of one line makes spaces. Points that do not fit into the unit square are moved
    and scaled, alike in both directions, until they do.

    Raises
    ------
    InputError
        If there are none or too many, or one is not two numbers.
    """
    rows = rows_of(text)
    if not rows:
        raise InputError("There are no points. Type two numbers for each, such as 0.2 0.7; 0.5 0.1.")
    if len(rows) > MOST:
        raise InputError(
            "{found:,} points cannot be looked at. Take from 1 to {most} of them.", found=len(rows), most=MOST
        )
    places = np.array([point_of(row, k) for k, row in enumerate(rows, 1)])  # (n, 2)
    return tuple((float(x), float(y)) for x, y in ordered(fitted(places).round(DIGITS)))


def written(points: Points) -> str:
    """The points as one types them."""
    return "; ".join(f"{x:g} {y:g}" for x, y in points)
