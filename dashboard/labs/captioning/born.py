"""The closer look "over training": the right caption being written at several moments of the training."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.labs.captioning.components.tellings import tellings, told
from dashboard.labs.captioning.subject import Told, scenes_of
from dashboard.language import translate as _

MOMENTS = 8
KEY = "tellings:born"


def born(subject: Told) -> None:
    """A row for each moment: what was said then, and where each word of the right caption looked."""
    reference = scenes_of(subject.moment.run).describe(subject.scene)
    exhibits = []
    for moment in subject.moment.history(MOMENTS):
        step = moment.checkpoint.step
        trace = moment.trace(subject.scene, reference=reference, forced=reference is not None)
        exhibits.append(
            told(trace, str(step), _("Step {step}", step=f"{step:,}"), current=step == subject.moment.checkpoint.step)
        )
    tellings(
        exhibits,
        key=KEY,
        translate=_,
        on_choose=lambda: subject.moment.travel_to(int(state.get(KEY)["chosen"])),
    )
    st.caption(
        _(
            "Behind each step what the network said of this scene by itself; the pictures show where it looked while it"
            " was made to write the right caption, so that the rows can be compared. Click a row to travel there."
        )
        if reference is not None
        else _("What the network said of this scene at each step. Click a row to travel there.")
    )
