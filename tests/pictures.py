"""What a component would draw, read as a browser reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from dashboard.components.base import Drawing, recorded
from dashboard.components.numbers import store
from dashboard.components.pack import pack

Read = tuple[dict[str, Any], dict[str, np.ndarray]]
"""View, labels and facts in one, and the arrays."""


def unpacked(data: bytes) -> Read:
    """The inverse of `pack`, as the browser does it."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    stored = np.frombuffer(data, "<u2", offset=4 + length)
    arrays = {}
    for name, told in header["arrays"].items():
        size = int(np.prod(told["shape"]))
        values = told["low"] + told["step"] * stored[told["offset"] : told["offset"] + size]
        arrays[name] = values.reshape(told["shape"])
    return header, arrays


def picture_of(draw: Callable[..., Any], *args: Any, **options: Any) -> Drawing:
    """The one picture that ``draw(*args, **options)`` draws."""
    with recorded() as pictures:
        draw(*args, **options)
    [picture] = pictures
    return picture


def drawn(draw: Callable[..., Any], *args: Any, **options: Any) -> Read:
    """What a browser reads of that picture."""
    picture = picture_of(draw, *args, **options)
    numbers = b"" if picture.numbers is None else picture.numbers.packed()
    header, arrays = unpacked(numbers) if numbers else ({}, {})
    return header | unpacked(pack(picture.labels, {}))[0] | json.loads(json.dumps(picture.view)), arrays


def size_of(draw: Callable[..., Any], *args: Any, **options: Any) -> int:
    """Bytes of the numbers of that picture."""
    return len(picture_of(draw, *args, **options).numbers.packed())


def shown(app: AppTest, key: str) -> Read:
    """What a browser reads of a picture that a page shows."""
    [view] = json.loads(app.get_by_key(key).proto.json)
    return read(view)


def read(view: dict[str, Any]) -> Read:
    """What is at the addresses that a view names, and the view."""
    header, arrays = {}, {}
    for address in (view.pop(name) for name in ("numbers", "labels") if name in view):
        told, values = unpacked(store().get(address.rpartition("/")[2]))
        header, arrays = header | told, arrays | values
    return header | view, arrays
