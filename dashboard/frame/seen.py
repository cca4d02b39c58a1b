"""The traces that a page is drawn from, noted as they are asked for, so that they can be taken home."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.runs.store import Checkpoint
from dashboard.cache import content
from dashboard.resources import trace_at

if TYPE_CHECKING:
    import xarray as xr

    from dashboard.frame.moment import Moment


@dataclass(frozen=True)
class Seen:
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


_SEEN: ContextVar[list[Seen] | None] = ContextVar("seen", default=None)


def note(moment: Moment, subject: Any, more: Mapping[str, Any]) -> None:
    """Remember what a network at a moment was given to read, once."""
    seen, one = _SEEN.get(), Seen(moment, subject, dict(more))
    if seen is not None and not any(known.cache_key == one.cache_key for known in seen):
        seen.append(one)


@contextmanager
def noted() -> Iterator[list[Seen]]:
    """Note every trace that is asked for meanwhile, in this order."""
    seen: list[Seen] = []
    token = _SEEN.set(seen)
    try:
        yield seen
    finally:
        _SEEN.reset(token)


def in_view(seen: list[Seen], moments: list[Moment]) -> list[Seen]:
    """Those of the step in view: of the runs on the screen, none at another step (a film asks for these too)."""
    steps = {moment.run.id: moment.checkpoint.step for moment in moments}

    def here(one: Seen) -> bool:
        return one.moment.checkpoint.step == steps.get(one.moment.run.id, one.moment.checkpoint.step)

    return [one for one in seen if here(one)]
