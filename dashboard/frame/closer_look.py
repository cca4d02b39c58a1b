"""A closer look: one more question to the network in view, answered only when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
import xarray as xr

from core.errors import InputError
from core.lab import Lab
from core.nn.sampling import Sampling
from dashboard import address, state
from dashboard.frame.lesson import Moment
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import ACTIVE


@dataclass(frozen=True)
class Composition:
    """What the network was asked to write: it went on from `prefix` for `length` tokens, with these dice."""

    prefix: str
    sampling: Sampling
    length: int
    seed: int


@dataclass(frozen=True)
class Subject:
    """What lies under the microscope: a network, the text it read, and where the cursor stands.

    Attributes
    ----------
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    trace : Dataset
        What happened inside while it read `text`.
    text : str
    time, layer, unit : int
        The cursor.
    composition : Composition or None
        How `text` came to be, if the network wrote it.
    beside : tuple of (Moment, Dataset)
        The network next to it, if the viewer compares two, with its own trace.
    """

    lab: Lab
    moment: Moment
    trace: xr.Dataset
    text: str
    time: int
    layer: int
    unit: int
    composition: Composition | None = None
    beside: tuple[tuple[Moment, xr.Dataset], ...] = ()

    def point_at(self, *, time: int | None = None, layer: int | None = None, unit: int | None = None) -> None:
        """Move the cursor of the whole page (from a callback); what is left out stays where it is."""
        wanted = ((time, self.time), (layer, self.layer), (unit, self.unit))
        address.write("cursor", ".".join(str(here if there is None else there) for there, here in wanted))

    def put_under_the_microscope(self, text: str, time: int) -> None:
        """Let the network read another text, the cursor at one of its steps (from a callback)."""
        state.put("text", text)
        state.put("mode_choice", "read")
        address.write("mode", None)
        self.point_at(time=time)

    def steady(self) -> Moment:
        """The moment that a look of several seconds measures (see `steady`)."""
        return steady(self.moment)


@dataclass(frozen=True)
class Look:
    """One closer look.

    Attributes
    ----------
    title : str
        A word or two (message id of the catalogues).
    key : str
        Its name in the link.
    icon : str
        The name of its Material symbol.
    draw : callable
        Draws it from the page's subject, and imports what it needs only then.
    """

    title: str
    key: str
    icon: str
    draw: Callable[[Any], Any]


def steady(moment: Moment) -> Moment:
    """The moment that a look of several seconds measures: not each new one of a run that trains, but one at a time.

    A run that trains brings a new checkpoint every second; a button takes the look on to the newest one.
    """
    if moment.run.state not in ACTIVE:
        return moment
    key = f"look:step:{moment.run.id}"
    here = moment.checkpoint
    kept = state.get(key) or here
    state.put(key, kept)
    if kept.step != here.step:
        st.button(
            _("Measured at step {step}; measure again at step {newest}", step=kept.step, newest=here.step),
            icon=":material/refresh:",
            key="look_again",
            on_click=lambda: state.put(key, here),
        )
    return Moment(moment.run, kept, moment.name)


def closer_looks(looks: Sequence[Look], subject: Any) -> None:
    """Offer `looks` and draw the one that the viewer chose, of `subject`; none is computed before."""
    by_key = {look.key: look for look in looks}
    st.subheader(_("A closer look"), anchor=False)
    named = address.read("look")
    st.segmented_control(
        _("A closer look"),
        list(by_key),
        default=named if named in by_key else None,
        key="look_choice",
        format_func=lambda key: f"{by_key[key].icon} {_(by_key[key].title)}",
        label_visibility="collapsed",
        on_change=lambda: address.write("look", state.get("look_choice")),
    )
    if named is None:
        st.caption(_("Each of these is computed when you open it."))
    elif named not in by_key:
        address.write("look", None)
        error = InputError(
            "There is no closer look {name}. The closer looks here are: {known}.",
            name=repr(named)[:80],
            known=", ".join(by_key),
        )
        st.warning(sentence(error))
    else:
        by_key[named].draw(subject)
