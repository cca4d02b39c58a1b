"""The closer look "birth of the alignment": one sound at every checkpoint of the run in view."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from dashboard.components.sound import name_of
from dashboard.labs.speech_recognition.components.hearing_film import hearing_film
from dashboard.labs.speech_recognition.subject import Heard, trace_of
from dashboard.labs.speech_recognition.verdict import distance
from dashboard.language import translate as _

FRAMES = 24
"""How many checkpoints the film shows."""


def birth(subject: Heard) -> None:
    """The film, where it is known what is said and the network can write it."""
    try:
        points = subject.moment.history(FRAMES)
        traces = [trace_of(point, subject.utterance, forced=True) for point in points]
    except InputError:
        st.info(
            _("For the film the network is made to write what is said. Choose a sentence of the kind that it learnt.")
        )
        return
    st.latex(
        r"\text{off by} = \frac{1}{|y|} \sum_i \Big| \sum_j \alpha_{ij}\, m_j - \tfrac{1}{2}(\mathrm{start}_i +"
        r" \mathrm{end}_i) \Big|"
    )
    frames = [(point.checkpoint.step, trace, distance(trace)[0]) for point, trace in zip(points, traces, strict=True)]
    hearing_film(
        frames,
        name_of(subject.utterance),
        key=f"film:{subject.moment.run.id}",
        current_step=subject.moment.checkpoint.step,
        translate=_,
    )
