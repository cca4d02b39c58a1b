"""The subject of a page: a network at a moment, what happened inside it, and where the cursor stands.

A lab declares which axes its cursor has, and adds what else its closer looks need to know:

>>> class Translated(Subject):                                             # doctest: +SKIP
...     AXES = ("target", "source")
...     target, source = Axis(), Axis()
...     text: str
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, overload

from core.lab import Lab
from dashboard import state
from dashboard.frame import view
from dashboard.frame.closer_look import steady
from dashboard.frame.moment import Moment
from dashboard.frame.names import CURSOR

STANDS = "cursor:stands"
"""Where a session remembers where the cursor of its page stands, pinned or not."""


class Axis:
    """Where the cursor of a subject stands on the axis of this name."""

    name: str

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, subject: None, owner: type) -> Axis: ...
    @overload
    def __get__(self, subject: Subject, owner: type) -> int: ...
    def __get__(self, subject: Subject | None, owner: type) -> Axis | int:
        return self if subject is None else subject.cursor[subject.AXES.index(self.name)]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the pictures and the closer looks of a page are about.

    Attributes
    ----------
    AXES : tuple of str
        The axes of the cursor, in the order in which the link says them.
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    trace : Any
        What happened inside.
    cursor : tuple of int
        Where the cursor stands, on each axis.
    beside : tuple of (Moment, trace)
        The network next to it, if the viewer compares two, with its own trace.
    """

    AXES: ClassVar[tuple[str, ...]] = ()

    lab: Lab
    moment: Moment
    trace: Any
    cursor: tuple[int, ...]
    beside: tuple[tuple[Moment, Any], ...] = ()

    @property
    def moments(self) -> list[Moment]:
        """The networks in view: one, or two side by side."""
        return [self.moment, *(moment for moment, _trace in self.beside)]

    def steady(self) -> Moment:
        """The moment that a look of several seconds measures (see `dashboard.frame.closer_look.steady`)."""
        return steady(self.moment)

    def point_at(self, **places: int) -> None:
        """Move the cursor of the whole page (from a callback); axes that are left out stay where they are."""
        unknown = set(places) - set(self.AXES)
        if unknown:
            raise TypeError(f"{type(self).__name__} has the axes {self.AXES}, not {sorted(unknown)}")
        pin([places.get(axis, here) for axis, here in zip(self.AXES, self.cursor, strict=True)])


def cursor_of(axes: Sequence[str], sizes: Mapping[Any, int], default: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
    """Where the cursor stands: where the link pins it, within `sizes`, else at the `default`.

    Parameters
    ----------
    axes : sequence of str
        Those of the subject.
    sizes : mapping of str to int
        How many places there are on each axis now; one, where it is not named. A cursor outlives the text that it was
        pinned in, and then stands at the end of a shorter one.
    default : callable
        Where it stands until the viewer pins it; only then computed.
    """
    pinned = view.read(CURSOR, count=len(axes))
    if pinned is None:
        here = default()
    else:
        here = tuple(min(at, sizes.get(axis, 1) - 1) for axis, at in zip(axes, pinned, strict=True))
    state.put(STANDS, here)
    return here


def pin(places: Sequence[int] | None) -> None:
    """Put a cursor into the link, or take it out (from a callback)."""
    view.write(CURSOR, places)


def pin_clicked(key: str, axes: Sequence[str]) -> None:
    """Put the cursor that was clicked in the component `key` into the link (from its callback)."""
    at = state.get(key)["cursor"]
    pin([at[axis] or 0 for axis in axes])
