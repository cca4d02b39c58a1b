"""The frame of every lecture page: question, training panel at the side, time travel, then the page's own pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from core.lab import Lab
from dashboard.components.base import pictures_of
from dashboard.components.chart_saving import chart_saving
from dashboard.frame import owner, room, view
from dashboard.frame.head import head, tools
from dashboard.frame.moment import Moment, in_view, noted
from dashboard.frame.names import RUN
from dashboard.language import choose_language, sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.damaged import readable
from dashboard.panels.runs import ACTIVE, name_of
from dashboard.panels.share import share
from dashboard.panels.take_home import take_home
from dashboard.panels.time_travel import has_turned, nearest, travel
from dashboard.panels.training import training_panel
from dashboard.resources import checkpoints_of

TICK = 0.5
"""Seconds between two looks for a new checkpoint of a run that trains."""


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
    switch = st.container(key="language_switch")
    view.arrive(lab)
    with st.sidebar:
        run, other, rest_of_panel = training_panel(lab)
        if side:
            side(lab)
    with switch:
        choose_language()
    if run is None:
        with head(lab):
            st.empty()
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
    asked = view.read(RUN)
    turned = asked not in (None, run_id)  # by a control among the pictures: they go first, the panel follows
    try:
        run = owner.run_of(asked if turned else run_id)
        points = checkpoints_of(run)
        with head(lab):
            chosen = travel(points, active=run.state in ACTIVE)
        here = readable(lab, run, points, chosen)
        moments = [Moment(run, here, name_of(run, lab))]
        if other_id:
            other = owner.run_of(other_id)
            points = checkpoints_of(other)
            theirs = readable(lab, other, points, nearest(points, here.step))
            moments.append(Moment(other, theirs, name_of(other, lab), place="beside"))
        owner.opened([moment.run for moment in moments])
        view.exactly(run=run.id, step=here.step)
        with tools():
            chart_saving(lab.key, here.step, translate=_)
            link = st.container(key="leaving", horizontal=True, width="content", gap="xsmall")
        with noted() as seen, pictures_of(lab.key, here.step):
            try:
                pictures(lab, moments)
            finally:
                with link:  # last: they say what the controls among the pictures show
                    share()
                    take_home(lab, moments, in_view(seen, moments))
                room.shown(lab.key)
    except InputError as error:
        st.warning(sentence(error))
    if has_turned() or turned:
        st.rerun()
