"""The closer look "film": an answer being born, every step along the right one, at every checkpoint of the run."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.labs.pointer_network.geometry import MOST_TOURED
from core.trace.schema import tokens_of
from dashboard import state
from dashboard.components.film import WORDS as FILM
from dashboard.components.film import film as draw_film
from dashboard.labs.pointer_network.subject import Pointed, solution_of
from dashboard.language import translate as _

WORDS = {
    "title": "The answer being born",
    "how": (
        "The same points at every checkpoint, each step continuing the right answer. Press play and watch the"
        " probabilities find their places; click a frame and the whole page travels there."
    ),
    "gold": "the right answer",
    "matrix": "The probabilities of every step in this frame",
    "curve": "Wrong steps",
    "curve_how": "The share of the steps, each continuing the right answer, whose likeliest place is a wrong one.",
    "error": "wrong steps",
}
"""What the film says of an answer (message ids of the catalogues)."""

FRAMES = 24
"""How many checkpoints the film shows."""


def film(subject: Pointed) -> None:
    """The pointing steps over the training, along the right answer."""
    solution = solution_of(subject.moment.run.config["task"], subject.points)
    if solution is None:
        st.info(_("The shortest tour is searched for up to {most} points. Take some away to see it.", most=MOST_TOURED))
        return
    answer = (*solution, len(subject.points))
    points = subject.moment.history(FRAMES)
    traces = [point.trace(subject.points, follow=answer) for point in points]
    gold = np.eye(len(subject.points) + 1)[list(answer)]  # (T, n + 1)
    frames = []
    for point, trace in zip(points, traces, strict=True):
        matrix = trace["pointing"].transpose("target", "source").values  # (T, n + 1)
        frames.append((point.checkpoint.step, matrix, float((matrix.argmax(1) != answer).mean())))
    key = f"birth:{subject.moment.run.id}"
    draw_film(
        frames,
        tokens_of(traces[0], "source"),
        tokens_of(traces[0], "target"),
        gold,
        key=key,
        current_step=subject.moment.checkpoint.step,
        words={**FILM, **WORDS},
        translate=_,
        on_change=lambda: subject.moment.travel_to(state.get(key)["step"]),
    )
