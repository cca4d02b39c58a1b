"""Pictures as a table, in which Kaggle hands out digits: a picture in each row, its label first. Imports no torch."""

from __future__ import annotations

import io
import math

import numpy as np
import pandas as pd

from core.errors import InputError, refusing

_FIRST = 4096  # bytes that a table is told from


def looks_like_a_table(data: bytes) -> bool:
    """Whether a file begins with a row of many cells, parted by commas."""
    line = data[:_FIRST].split(b"\n")[0]
    return line.count(b",") >= 15 and all(
        32 <= byte < 127 or byte in b"\r\t" for byte in line.removeprefix(b"\xef\xbb\xbf")
    )


def table(data: bytes, name: str) -> dict[str, np.ndarray]:
    """The pictures in a CSV, ``x`` (N, P), and their labels ``y`` (N,), if it has any.

    Parameters
    ----------
    data : bytes
        A row for each picture: its label or nothing, then its P = n × n pixels. A first row may name the columns.
    name : str
        What its owner calls it.

    Raises
    ------
    InputError
        If it is no table of numbers, or its pictures are not square.
    """
    first = data[: data.find(b"\n")].decode("ascii", "replace").lstrip("\ufeff").split(",")
    titled = any(not _is_number(cell) for cell in first[1:])
    with refusing(
        "{name} is not a table of numbers. Expected a picture in each row: its label, then its pixels, separated by"
        " commas.",
        name=name,
    ):
        cells = pd.read_csv(io.BytesIO(data), header=0 if titled else None)
        if not all(kind.kind in "biuf" for kind in cells.dtypes[1:]):
            raise ValueError("a pixel is no number")
    labelled = math.isqrt(cells.shape[1]) ** 2 != cells.shape[1]
    side = math.isqrt(cells.shape[1] - labelled)
    if side * side != cells.shape[1] - labelled:
        raise InputError(
            "The rows of {name} have {columns} cells. Expected the pixels of a square picture, as 784 for 28 × 28, with"
            " its label before them or without one.",
            name=name,
            columns=cells.shape[1],
        )
    pixels = cells.iloc[:, int(labelled) :]
    found = {"x": pixels.to_numpy()}
    if labelled:
        found["y"] = cells.iloc[:, 0].to_numpy(dtype=str)
    return found


def _is_number(cell: str) -> bool:
    try:
        float(cell.strip().strip('"'))
    except ValueError:
        return False
    return True
