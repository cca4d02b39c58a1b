"""The numbers of pictures: packed once for all viewers, named by their content, kept as long as there is room."""

from __future__ import annotations

import hashlib
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.components.pack import pack

ROUTE = "/assets/numbers"
ROOM = 256 * 2**20
"""Bytes of packed numbers that the server keeps."""

REMEMBERED = 4096
"""Pictures whose address is known without packing them again."""

Facts = tuple[Mapping[str, Any], Mapping[str, np.ndarray]]
"""What JSON can say of a picture, and its arrays."""


class Numbers(NamedTuple):
    """Numbers that are packed when nobody has done so yet: ``make(*arguments)`` gives them."""

    make: Callable[..., Facts]
    arguments: tuple[Any, ...]

    def packed(self) -> bytes:
        """The block that goes to the browser."""
        return pack(*self.make(*self.arguments))


def numbers(make: Callable[..., Facts], *arguments: Any) -> Numbers:
    """The numbers that `make` takes from `arguments`, and from nothing else.

    Arrays, tuples, mappings and dataclasses are the same arguments when their contents are the same; any other object,
    such as the trace that all viewers of a checkpoint share, when it is the very same object.
    """
    return Numbers(make, arguments)


class NumberStore:
    """Blocks of bytes by the hash of their content; of too many, those that were longest unused go.

    Parameters
    ----------
    room : int
        Bytes that are kept at most.

    Attributes
    ----------
    packings : int
        How often numbers were packed.
    """

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.packings = 0
        self._size = 0
        self._blocks: OrderedDict[str, bytes] = OrderedDict()
        self._names: OrderedDict[Hashable, str] = OrderedDict()
        self._objects: dict[int, tuple[weakref.ref[Any], Hashable]] = {}
        self._serial = count()
        self._lock = threading.RLock()

    def publish(self, wanted: Numbers) -> str:
        """The address of numbers, which are packed only if they are not here."""
        with self._lock:
            key = (wanted.make, self._key(wanted.arguments))
            name = self._names.get(key)
            if name is None or name not in self._blocks:
                name = self._keep(wanted.packed())
                self.packings += 1
            else:
                self._blocks.move_to_end(name)
            self._names[key] = name
            self._names.move_to_end(key)
            if len(self._names) > REMEMBERED:
                self._names.popitem(last=False)
        return address(name)

    def keep(self, block: bytes) -> str:
        """The address of a block that is packed already."""
        with self._lock:
            return address(self._keep(block))

    def get(self, name: str) -> bytes | None:
        """The block of that name, if it is still here."""
        with self._lock:
            if name in self._blocks:
                self._blocks.move_to_end(name)
            return self._blocks.get(name)

    def _keep(self, block: bytes) -> str:
        name = hashlib.sha256(block).hexdigest()[:20]
        if name not in self._blocks:
            self._size += len(block)
        self._blocks[name] = block
        self._blocks.move_to_end(name)
        while self._size > self.room and len(self._blocks) > 1:
            self._size -= len(self._blocks.popitem(last=False)[1])
        return name

    def _key(self, value: Any) -> Hashable:
        """What two equal arguments have in common."""
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return (type(value), value)
        if isinstance(value, np.generic):
            return (value.dtype.str, value.item())
        if isinstance(value, np.ndarray):
            content = hashlib.sha256(np.ascontiguousarray(value).tobytes()).digest()
            return (value.dtype.str, value.shape, content)
        if isinstance(value, tuple | list):
            return tuple(self._key(item) for item in value)
        if isinstance(value, dict):
            return tuple((name, self._key(item)) for name, item in value.items())
        known = self._objects.get(id(value))
        if known is None:
            place = id(value)
            reference = weakref.ref(value, lambda _: self._objects.pop(place, None))
            known = self._objects[place] = (reference, self._key_of_object(value))
        return known[1]

    def _key_of_object(self, value: Any) -> Hashable:
        """The contents of a dataclass; of anything else, a number that no other object has had."""
        if is_dataclass(value):
            return (type(value), tuple(self._key(getattr(value, field.name)) for field in fields(value)))
        return (type(value), next(self._serial))


def address(name: str) -> str:
    """Where a browser finds the block of that name, below the address of the app."""
    return f"{ROUTE.lstrip('/')}/{name}"


@cache
def store() -> NumberStore:
    """The store of this server."""
    return NumberStore()


def number_blocks() -> Route:
    """The route that serves the blocks; put it among the routes of the app."""

    def serve(request: Request) -> Response:
        from dashboard.components.numbers import store  # Streamlit loads modules anew when a developer edits them

        block = store().get(request.path_params["name"])
        if block is None:
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(block, media_type="application/octet-stream", headers=kept)

    return Route(ROUTE + "/{name}", serve)
