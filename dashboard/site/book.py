"""What a handout shows: parts that are kept once, however many training steps and sections show them.

Everything is JSON. A *markup* is a text, or ``[tag, {attribute: text}, *children]``; it becomes elements and text nodes
in the browser and is never read as HTML, so that no text in it can be anything but text. A *part* is what stands at a
place of a page: a leaf of markup, a picture, or a block with other parts in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.components.numbers import ROUTE, store

Markup = Any
"""A text, or a list: the tag, its attributes, its children."""

NEEDED = ("numbers", "labels")
"""What of a picture's view is the address of a block of bytes."""


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Markup) -> Markup:
    """One element of markup."""
    return [tag, dict(attributes or {}), *children]


@dataclass(frozen=True)
class Chapter:
    """One view of one page, at several steps of a training.

    Attributes
    ----------
    title, said : str
        What it is called, and what the lecturer says there.
    about : str
        Which lab, which run, which seed.
    steps : sequence of int
        The training steps, in order; empty where nothing is trained.
    start : int
        The place among the steps at which it opens.
    pages : sequence of sequence of int
        The parts that stand there at each step, or once where there are no steps.
    """

    title: str
    said: str
    about: str
    steps: Sequence[int]
    start: int
    pages: Sequence[Sequence[int]]


@dataclass
class Book:
    """The parts and the numbers of a handout.

    Attributes
    ----------
    parts : list
        Each of them once.
    blocks : dict of str to bytes
        The numbers of the pictures, by the address that their views say.
    components : set of str
        Whose pictures are in it.
    """

    parts: list[Any] = field(default_factory=list)
    blocks: dict[str, bytes] = field(default_factory=dict)
    components: set[str] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    _places: dict[str, int] = field(default_factory=dict)

    def leaf(self, markup: Markup) -> int:
        """Keep a piece of markup; its number."""
        return self._keep({"is": "leaf", "markup": markup})

    def block(self, kind: str, parts: Sequence[int], **more: Any) -> int:
        """Keep a block of parts; its number."""
        return self._keep({"is": "block", "kind": kind, "parts": list(parts), **more})

    def picture(self, component: str, view: Mapping[str, Any]) -> int:
        """Keep a picture, and the blocks of bytes that its view names; its number."""
        for address in (view[name] for name in NEEDED if name in view):
            if address not in self.blocks:
                block = store().get(address.rpartition("/")[2])
                if block is None:
                    raise LookupError(f"nothing is at {address} below {ROUTE} any more")
                self.blocks[address] = block
        self.components.add(component)
        return self._keep({"is": "picture", "component": component, "view": dict(view)})

    def _keep(self, part: Mapping[str, Any]) -> int:
        sign = json.dumps(part, ensure_ascii=False, sort_keys=True)
        place = self._places.setdefault(sign, len(self.parts))
        if place == len(self.parts):
            self.parts.append(part)
        return place
