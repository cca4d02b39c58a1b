"""What lies on the easel: a network, the pictures that it painted, and the pixel under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from core.course import lab_of
from core.knobs import configure
from core.lab import Lab
from core.nn.sampling import Sampling
from core.pictures.levels import Picture, Pictures
from core.runs.store import Run
from dashboard import address
from dashboard.frame.closer_look import steady
from dashboard.frame.lesson import Moment
from dashboard.resources import asked_of, store

if TYPE_CHECKING:
    from core.labs.image_generation.model import Painted


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


@dataclass(frozen=True)
class Studio:
    """One network that paints, and what is on its easel.

    Attributes
    ----------
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    order : Order
        What it was asked to paint.
    painted : Painted
        What it painted.
    chosen : int
        The picture on the easel.
    pixel : int
        The pixel under the cursor, counted row after row.
    beside : tuple of Moment
        The network next to it, if the viewer compares two.
    """

    lab: Lab
    moment: Moment
    order: Order
    painted: Painted
    chosen: int
    pixel: int
    beside: tuple[Moment, ...] = ()

    @property
    def moments(self) -> list[Moment]:
        """The networks in view: one, or two side by side."""
        return [self.moment, *self.beside]

    @property
    def model(self) -> Any:
        """The network in view."""
        return self.moment.model

    @property
    def place(self) -> tuple[int, int]:
        """Row and column under the cursor."""
        return divmod(self.pixel, self.model.width)

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

    def steady(self) -> Moment:
        """The moment that a look of several seconds measures (see `dashboard.frame.closer_look.steady`)."""
        return steady(self.moment)

    def point_at(self, pixel: int) -> None:
        """Move the cursor of the whole page (from a callback)."""
        row, column = divmod(pixel, self.model.width)
        address.write("cursor", f"{row}.{column}")


def pictures_of(run: Run) -> Pictures:
    """The pictures that a run learns from."""
    return _pictures(run.id, store().data_path(run), _run=run)


@st.cache_resource(show_spinner=False, max_entries=16)
def _pictures(run_id: str, data: Any, _run: Run) -> Pictures:
    lab = lab_of(_run.lab)
    return lab.task(configure(lab.config, _run.config), data).pictures
