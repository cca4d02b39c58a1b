"""Audio generation: can a network make sound, sample by sample?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.nn.sampling import Sampling
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.audio_generation.bits import bits
from dashboard.labs.audio_generation.components.wavenet import wavenet
from dashboard.labs.audio_generation.field import field
from dashboard.labs.audio_generation.gates import gates
from dashboard.labs.audio_generation.kept import kept
from dashboard.labs.audio_generation.kinds import kinds
from dashboard.labs.audio_generation.learning import learning
from dashboard.labs.audio_generation.own_recording import own_recording_panel
from dashboard.labs.audio_generation.question import QUESTION
from dashboard.labs.audio_generation.subject import (
    SoundInView,
    SoundWish,
    choose_network,
    choose_sound,
    download,
    sliders,
    telling,
)
from dashboard.labs.audio_generation.told import told
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.input import inputs
from dashboard.panels.prediction import predict_first

LOOKS = (
    predict_first(QUESTION),
    Look("Hear it learn", "learning", ":material/movie:", learning, seconds=4),
    Look("Gates", "gates", ":material/tune:", gates),
    Look("How far back", "field", ":material/straighten:", field),
    Look("Told what to sound", "kinds", ":material/record_voice_over:", kinds, seconds=4),
    Look("Bits", "bits", ":material/show_chart:", bits),
    Look("Keep or compute again", "kept", ":material/timer:", kept, seconds=2),
)
"""What one may ask about the sound in view; only the one that is chosen is computed."""

EQUATIONS = (
    r"p(x) = \prod_t p(x_t \mid x_1 \dots x_{t-1}) \qquad"
    r" p(x_t) = \mathrm{softmax}(B\, \varphi(A\, \varphi(\textstyle\sum_l S_l z^l_t)))",
    r"z_t = \tanh(U_f u_{t-d} + W_f u_t + V_f h) \circ \sigma(U_g u_{t-d} + W_g u_t + V_g h) \qquad"
    r" u_t \leftarrow u_t + R z_t",
)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The sliders, and under them the sound being written; then the closer looks."""
    first = moments[0]
    with inputs():
        dice, kind = choose_sound(first.model)
        choose_network(lab, first.run)
        saving = st.container(width="content")
    sampling, length, unit = sliders(first.model)
    wish = SoundWish(dice, kind, sampling, length, unit)
    traces = [wish.by(moment) for moment in moments]
    with saving:
        download(traces[0], dice)
    cursor = cursor_of(SoundInView.AXES, traces[0].sizes, lambda: (telling(traces[0]),))
    formula(*EQUATIONS)
    for moment, trace in beside(moments, traces):
        key = f"wavenet:{moment.place}"
        wavenet(
            trace,
            key=key,
            cursor=cursor[0],
            unit=min(unit, moment.model.config.channels - 1),
            same=sampling == Sampling(),
            translate=_,
            on_change=lambda key=key: pin_clicked(key, SoundInView.AXES),
        )
        note(*told(moment, trace, wish))
    others = tuple(zip(moments[1:], traces[1:], strict=True))
    closer_looks(LOOKS, SoundInView(lab=lab, moment=first, trace=traces[0], cursor=cursor, beside=others, wish=wish))
    show_the_code(
        [
            "core/labs/audio_generation/model.py",
            "core/labs/audio_generation/writing.py",
            "core/labs/audio_generation/sounds.py",
            "core/labs/audio_generation/task.py",
            "core/nn/sampling.py",
        ]
    )


lesson("audio_generation", pictures, side=own_recording_panel)
