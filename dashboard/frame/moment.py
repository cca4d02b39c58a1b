"""A moment: one run at one step of its training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.runs.store import Checkpoint, Run
from dashboard.frame.seen import note
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
        return self.run.id, str(self.checkpoint.path)

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
        note(self, subject, more)
        return trace
