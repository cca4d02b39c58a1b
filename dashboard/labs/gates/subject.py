"""What lies under the microscope: a network of language, and the text that it read."""

from __future__ import annotations

from dataclasses import dataclass

from core.nn.sampling import Sampling
from dashboard.frame import view
from dashboard.frame.names import TEXT
from dashboard.frame.subject import Axis, Subject
from dashboard.labs.gates.names import MODE


@dataclass(frozen=True)
class Composition:
    """What the network was asked to write: it went on from `prefix` for `length` tokens, with these dice."""

    prefix: str
    sampling: Sampling
    length: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Reading(Subject):
    """A text, read.

    Attributes
    ----------
    text : str
    composition : Composition or None
        How `text` came to be, if the network wrote it.
    """

    AXES = ("time", "layer", "unit")
    time, layer, unit = Axis(), Axis(), Axis()

    text: str
    composition: Composition | None = None

    def put_under_the_microscope(self, text: str, time: int) -> None:
        """Let the network read another text, the cursor at one of its steps (from a callback)."""
        view.write(TEXT, text)
        view.write(MODE, None)
        self.point_at(time=time)
