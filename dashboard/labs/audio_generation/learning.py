"""The closer look "learning": what was written at every checkpoint, from the same dice: noise turning into a tone."""

from __future__ import annotations

import streamlit as st

from core.labs.audio_generation import measures
from dashboard import state
from dashboard.labs.audio_generation.components.sound_wall import SoundCard, sound_wall
from dashboard.labs.audio_generation.subject import SoundInView
from dashboard.language import translate as _

FRAMES = 12
"""How many checkpoints are heard."""


def learning(subject: SoundInView) -> None:
    """A wall of the checkpoints of the run in view."""
    with st.spinner(_("The sound is written at every checkpoint …")):
        moments = subject.moment.history(FRAMES)
        sounds = [(moment, subject.wish.by(moment)) for moment in moments]
    cards = []
    for moment, trace in sounds:
        x = trace["amplitude"].values
        found = measures.pitch(x[len(x) // 4 :], moment.model.rate)
        bits = moment.checkpoint.metrics.get("bits_per_sample")
        cards.append(
            SoundCard(
                _("Step {step}", step=f"{moment.checkpoint.step:,}"),
                " · ".join(
                    [
                        *([_("{bits} bits per sample", bits=f"{bits:.2f}")] if bits is not None else []),
                        *([f"{found:.0f} Hz"] if found else [_("no pitch")] if moment.model.kinds[0].pitch else []),
                    ]
                ),
                x,
                step=moment.checkpoint.step,
            )
        )
    key = f"learning:{subject.moment.run.id}"
    sound_wall(
        cards,
        subject.model.rate,
        key=key,
        title=_("Noise turning into a sound"),
        how=_(
            "The same dice at every checkpoint. Press a triangle to hear one; above its loudest 60 ms, below them"
            " its spectrum from 0 Hz on the left to half the sample rate, in steps down to −40 dB."
        ),
        current=subject.moment.checkpoint.step,
        translate=_,
        on_step=lambda: subject.moment.travel_to(state.get(key)["step"]),
    )
