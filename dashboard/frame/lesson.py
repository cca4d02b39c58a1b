"""The frame of every lecture page: question, training panel at the side, time travel, then the page's own pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from core.lab import Lab
from core.runs.store import Checkpoint, Run
from dashboard import address
from dashboard.heading import heading
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.runs import ACTIVE, name_of
from dashboard.panels.share import share
from dashboard.panels.time_travel import stand_at, travel
from dashboard.panels.training import training_panel
from dashboard.resources import model_at, store, trace_at

TICK = 0.5
"""Seconds between two looks for a new checkpoint of a run that trains."""


@dataclass(frozen=True)
class Moment:
    """One run at one step of its training: all that a picture needs to know of where it stands.

    Attributes
    ----------
    run : Run
    checkpoint : Checkpoint
    name : str
        What the viewer calls the run.
    """

    run: Run
    checkpoint: Checkpoint
    name: str

    @property
    def model(self) -> Any:
        """The model as it was at this step."""
        return model_at(self.checkpoint)

    def history(self, count: int) -> list[Moment]:
        """At most `count` moments of the same run spread over its checkpoints, this one among them."""
        points = store().checkpoints(self.run.id)
        chosen = {round(k * (len(points) - 1) / max(1, count - 1)) for k in range(count)}
        here = next(k for k, point in enumerate(points) if point.step == self.checkpoint.step)
        nearest = min(chosen, key=lambda k: abs(k - here))
        return [Moment(self.run, points[k], self.name) for k in sorted(chosen - {nearest} | {here})]

    def travel_to(self, step: int | None) -> None:
        """Turn the page to another training step of the run (from a callback)."""
        if step is not None:
            stand_at(step)

    def trace(self, text: str, **more: Any) -> Any:
        """The labelled internals of the model reading `text` (computed once, shared by all viewers)."""
        return trace_at(self.checkpoint, text, **more)


def lesson(key: str, pictures: Callable[[Lab, list[Moment]], None], side: Callable[[Lab], None] | None = None) -> None:
    """Draw the page of a lab.

    Parameters
    ----------
    key : str
        The lab's key.
    pictures : callable
        Draws the page's own part from the lab and the moments in view: one, or two side by side.
    side : callable, optional
        Draws what the page adds to the training panel.
    """
    lab = lab_of(key)
    heading(_(lab.question))
    st.markdown(_(lab.watch))
    with st.sidebar:
        run, other, rest_of_panel = training_panel(lab)
        if side:
            side(lab)
    if run is None:
        st.info(
            _("There is no trained network yet. Press “Train a new network”; its pictures appear here within seconds.")
        )
        st.stop()
    active = any(r is not None and r.state in ACTIVE for r in (run, other))
    st.fragment(_live, run_every=TICK if active else None, key="pictures")(
        lab, run.id, other.id if other else None, pictures
    )
    rest_of_panel()


def beside(moments: list[Moment], *more: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Each moment, with its share of `more`, inside a column of its own that is headed by the run's name."""
    for column, *shares in zip(st.columns(len(moments), gap="medium"), moments, *more, strict=True):
        with column:
            if len(moments) > 1:
                st.markdown(
                    _("**Step {step}** of {run}", step=f"{shares[0].checkpoint.step:,}", run=plain(shares[0].name))
                )
            yield tuple(shares)


def _live(lab: Lab, run_id: str, other_id: str | None, pictures: Callable[[Lab, list[Moment]], None]) -> None:
    turned = address.read("run") not in (
        None,
        run_id,
    )  # by a control among the pictures: they go first, the panel follows
    try:
        run = store().get(address.read("run") if turned else run_id)
        points = store().checkpoints(run.id)
        if not points:
            st.info(_("The first checkpoint of this run is on its way."))
            return
        slider, link = st.columns([6, 1], vertical_alignment="bottom")
        with slider:
            here = travel(points, active=run.state in ACTIVE)
        moments = [Moment(run, here, name_of(run, lab))]
        if other_id and store().checkpoints(other_id):
            other = store().get(other_id)
            moments.append(Moment(other, store().checkpoint(other_id, here.step), name_of(other, lab)))
        pictures(lab, moments)
        with link:
            share(run=run.id, step=here.step)
    except InputError as error:
        st.warning(sentence(error))
    if turned:
        st.rerun()
