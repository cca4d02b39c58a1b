"""A closer look: one more question to the network in view, answered only when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import LOOK
from dashboard.language import translate as _
from dashboard.panels.runs import ACTIVE


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
    seconds : float
        What it takes on a shipped run when it is first opened, in CPU seconds of one core; 0 for a blink.
    """

    title: str
    key: str
    icon: str
    draw: Callable[[Any], Any]
    seconds: float = 0


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
    chosen = view.choice(
        LOOK,
        _("A closer look"),
        {key: f"{look.icon} {_(look.title)}" for key, look in by_key.items()},
        label_visibility="collapsed",
    )
    if chosen is None:
        st.caption(" ".join([_("Each of these is computed when you open it."), *_that_take_long(looks)]))
    else:
        by_key[chosen].draw(subject)


def _that_take_long(looks: Sequence[Look]) -> list[str]:
    return [
        _("{title} takes about {seconds:.0f} s.", title=_(look.title), seconds=look.seconds)
        for look in looks
        if look.seconds
    ]
