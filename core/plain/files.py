"""Data that travels beside a plain file, in forms that anybody can open. Imports no torch."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import numpy as np


def as_json(value: Any) -> bytes:
    """One JSON value."""
    return json.dumps(value, ensure_ascii=False).encode()


def as_lines(values: Iterable[Any]) -> bytes:
    """A JSON value a line."""
    return b"".join(as_json(value) + b"\n" for value in values)


def as_table(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows of cells with tabs between them."""
    return "".join("\t".join(map(str, row)) + "\n" for row in rows).encode()


def as_arrays(**arrays: Any) -> bytes:
    """Arrays by name, as numpy's ``load`` reads them."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()
