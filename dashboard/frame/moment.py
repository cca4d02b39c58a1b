"""A moment: one run at one step of its training; and what was seen of it: the traces that a page is drawn from, noted
as they are asked for, so that they can be taken home.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.runs.store import Checkpoint, Run
from dashboard.cache import content
from dashboard.panels.damaged import whole
from dashboard.panels.time_travel import stand_at
from dashboard.resources import checkpoints_of, model_at, trace_at

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Moment:
    """One run at one step of its training: all that a picture needs to know of where it stands.

    Attributes
    ----------
    run : Run
    checkpoint : Checkpoint
    name : str
        What the viewer calls the run.
    place : str
        Where its pictures stand; they keep their place, and the viewer's place in them, when another run comes there.
    """

    run: Run
    checkpoint: Checkpoint
    name: str
    place: str = "in_view"

    @property
    def cache_key(self) -> tuple[str, str]:
        """What tells one moment from another, whatever the run is called."""
        return self.run.id, str(self.checkpoint.file)

    @property
    def model(self) -> Any:
        """The model as it was at this step."""
        return model_at(self.checkpoint)

    def history(self, count: int) -> list[Moment]:
        """At most `count` moments of the same run spread over its whole checkpoints, this one among them."""
        points = whole(checkpoints_of(self.run), self.run.lab)
        chosen = {round(k * (len(points) - 1) / max(1, count - 1)) for k in range(count)}
        here = next(k for k, point in enumerate(points) if point.step == self.checkpoint.step)
        nearest = min(chosen, key=lambda k: abs(k - here))
        return [replace(self, checkpoint=points[k]) for k in sorted(chosen - {nearest} | {here})]

    def travel_to(self, step: int | None) -> None:
        """Turn the page to another training step of the run (from a callback)."""
        if step is not None:
            stand_at(step)

    def trace(self, subject: Any, **more: Any) -> xr.Dataset:
        """The labelled internals of the model reading `subject`, what the lab makes of a text.

        It is computed once and shared by all viewers.
        """
        trace = trace_at(self.checkpoint, subject, **more)
        note(self, subject, **more)
        return trace


@dataclass(frozen=True)
class TraceInView:
    """What a network was given to read at a moment.

    Attributes
    ----------
    moment : Moment
    subject : Any
        What it read.
    more : mapping
        How it was to read it.
    """

    moment: Moment
    subject: Any
    more: Mapping[str, Any]

    @property
    def cache_key(self) -> Hashable:
        """What tells it from all others."""
        return self.moment.cache_key, content(self.subject), content(self.more)

    def trace(self) -> xr.Dataset:
        """What happened inside; computed once and shared by all viewers."""
        return self.at(self.moment.checkpoint)

    def at(self, point: Checkpoint) -> xr.Dataset:
        """What happened inside at another checkpoint of the same run, reading the same."""
        return trace_at(point, self.subject, **self.more)


_SEEN: ContextVar[dict[Hashable, TraceInView] | None] = ContextVar("seen", default=None)


def note(moment: Moment, subject: Any, **more: Any) -> None:
    """Remember what a network at a moment was given to read, once."""
    if (seen := _SEEN.get()) is not None:
        one = TraceInView(moment, subject, more)
        seen.setdefault(one.cache_key, one)


@contextmanager
def noted() -> Iterator[dict[Hashable, TraceInView]]:
    """Note every trace that is asked for meanwhile, in this order."""
    seen: dict[Hashable, TraceInView] = {}
    token = _SEEN.set(seen)
    try:
        yield seen
    finally:
        _SEEN.reset(token)


def in_view(seen: Mapping[Hashable, TraceInView], moments: Sequence[Moment]) -> list[TraceInView]:
    """Those of the step in view: of the runs on the screen, none at another step (a film asks for these too)."""
    steps = {moment.run.id: moment.checkpoint.step for moment in moments}

    def here(one: TraceInView) -> bool:
        return one.moment.checkpoint.step == steps.get(one.moment.run.id, one.moment.checkpoint.step)

    return [one for one in seen.values() if here(one)]
