"""Audio generation: can a network make sound, sample by sample?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.nn.sampling import Sampling
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.audio_generation.components.wavenet import wavenet
from dashboard.labs.audio_generation.subject import Wish, Writing, choose_network, choose_sound, download, sliders
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.input import inputs

EQUATIONS = (
    r"p(x) = \prod_t p(x_t \mid x_1 \dots x_{t-1}) \qquad p(x_t) = \mathrm{softmax}(\dots \textstyle\sum_l S_l z^l_t)",
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
    wish = Wish(dice, kind, sampling, length, unit)
    traces = [wish.by(moment) for moment in moments]
    with saving:
        download(traces[0], dice)
    cursor = cursor_of(Writing.AXES, traces[0].sizes, lambda: (first.model.config.field + length // 8,))
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
            on_change=lambda key=key: pin_clicked(key, Writing.AXES),
        )
    show_the_code(["core/labs/audio_generation/model.py", "core/labs/audio_generation/writing.py"])


lesson("audio_generation", pictures)
