"""What the page of Captioning is about: a network, the scene that it sees, and the word and the cell at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.runs.store import Run
from core.trace.schema import tokens_of
from dashboard.frame.subject import Axis, Subject
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.captioning.grammar import Description
    from core.labs.captioning.own_captions import Photo
    from core.labs.captioning.scenes import Scene
    from core.labs.captioning.task import CaptioningTask


@dataclass(frozen=True, kw_only=True)
class Told(Subject):
    """A scene, told; the cursor is a word and a cell.

    Attributes
    ----------
    scene : Scene or Photo
    reference : Description or None
        The right caption, where it is known.
    """

    AXES = ("target", "source")
    target, source = Axis(), Axis()

    scene: Scene | Photo
    reference: Description | None

    @property
    def words(self) -> list[str]:
        """The words of the caption, ⟨EOS⟩ included, without the spaces before them."""
        return [token.strip() for token in tokens_of(self.trace, "target")]


def scenes_of(run: Run) -> CaptioningTask:
    """The task of a run: its scenes and captions."""
    return task_of(run)
