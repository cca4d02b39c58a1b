"""What lies on the easel: a network, the pictures that it painted, and the pixel under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.nn.sampling import Sampling
from core.pictures.levels import Picture, Pictures
from core.runs.store import Run
from dashboard.frame.moment import Moment
from dashboard.frame.subject import Axis, Subject, pin
from dashboard.resources import asked_of, task_of

if TYPE_CHECKING:
    from core.labs.image_generation.model import Painted, PixelModel


@dataclass(frozen=True)
class Order:
    """What is to be painted.

    Attributes
    ----------
    count : int
        How many pictures.
    classes : tuple of int
        What each of them is to show.
    sampling : Sampling
    seed : int
        Fixes all dice.
    """

    count: int
    classes: tuple[int, ...]
    sampling: Sampling
    seed: int

    def by(self, moment: Moment) -> Painted:
        """The pictures as a network paints them (computed once, shared by all viewers)."""
        return asked_of(moment.checkpoint, "paint", self.count, self.classes, self.sampling, self.seed)

    def going_on(
        self, moment: Moment, given: np.ndarray, start: int = 0, classes: tuple[int, ...] | None = None
    ) -> Painted:
        """As many pictures as `given` (N, height, width) has, from its pixels on; −1 where the network is to paint."""
        classes = self.classes[: len(given)] if classes is None else classes
        return asked_of(moment.checkpoint, "paint", len(given), classes, self.sampling, self.seed, given, start)


@dataclass(frozen=True, kw_only=True)
class Studio(Subject):
    """One network that paints, and what is on its easel: its trace is what it painted, the cursor a pixel.

    Attributes
    ----------
    order : Order
        What it was asked to paint.
    chosen : int
        The picture on the easel.
    """

    AXES = ("row", "column")
    row, column = Axis(), Axis()

    order: Order
    chosen: int

    @property
    def painted(self) -> Painted:
        """What it painted."""
        return self.trace

    @property
    def model(self) -> PixelModel:
        """The network in view."""
        return self.moment.model

    @property
    def pixel(self) -> int:
        """The pixel under the cursor, counted row after row."""
        return self.row * self.model.width + self.column

    @property
    def data(self) -> Pictures:
        """The pictures that the network learnt from, and those that were held out."""
        return pictures_of(self.moment.run)

    @property
    def picture(self) -> Picture:
        """The picture on the easel, as a network reads it."""
        return Picture(
            self.painted.pictures[self.chosen], self.model.levels, self.order.classes[self.chosen], self.data.graded
        )

    def point_at_pixel(self, pixel: int) -> None:
        """Move the cursor of the whole page to a pixel, counted row after row (from a callback)."""
        pin(divmod(pixel, self.model.width))


def pictures_of(run: Run) -> Pictures:
    """The pictures that a run learns from."""
    return task_of(run).pictures
