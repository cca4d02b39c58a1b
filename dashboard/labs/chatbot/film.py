"""The closer look "over training": the alignment of the answer in view, at every checkpoint of its run."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.film import film as draw_film
from dashboard.labs.chatbot.subject import Talked
from dashboard.language import translate as _

FRAMES = 24
"""How many checkpoints the film shows."""


def film(subject: Talked) -> None:
    """The film of a network that attends; every frame is made to say what is said now."""
    moment, answer = subject.moment, subject.trace.attrs["output"]
    if "alignment" not in subject.trace:
        st.info(_("This network has no attention, so there is none that could find its place."))
        return
    if not answer or not subject.trace.attrs["finished"]:
        st.info(_("This answer is empty or never came to an end. Choose another one, or a later training step."))
        return
    points = moment.history(FRAMES)
    traces = [point.trace(subject.text, answer=answer) for point in points]
    frames = [
        (point.checkpoint.step, trace["alignment"].transpose("target", "source").values, None)
        for point, trace in zip(points, traces, strict=True)
    ]
    key = "birth"
    draw_film(
        frames,
        subject.source_tokens,
        subject.target_tokens,
        key=key,
        current_step=moment.checkpoint.step,
        translate=_,
        on_change=lambda: moment.travel_to(state.get(key)["step"]),
    )
