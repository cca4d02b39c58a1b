"""LSTM variants: which part of an LSTM matters?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.nn.cells.family import kind_of
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import lesson
from dashboard.frame.moment import Moment
from dashboard.labs.lstm_variants.question import QUESTION
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.prediction import predict_first
from dashboard.systems.memory.inside import inside, unrolled_sequences
from dashboard.systems.memory.tournament import tournament

LOOKS = (
    predict_first(QUESTION),
    Look("Unrolled", "unrolled", ":material/view_week:", unrolled_sequences),
)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The vanilla LSTM with every part in its place, the tournament of those that lack one, and one network from
    inside.
    """
    formula(
        r"\begin{aligned} i_t &= \sigma(W_i x_t + R_i h_{t-1} + p_i \circ c_{t-1} + b_i) &\quad g_t &= \tanh(W_g x_t +"
        r" R_g h_{t-1} + b_g) \\"
        r"f_t &= \sigma(W_f x_t + R_f h_{t-1} + p_f \circ c_{t-1} + b_f) &\quad c_t &= f_t \circ c_{t-1} + i_t \circ"
        r" g_t \\"
        r"o_t &= \sigma(W_o x_t + R_o h_{t-1} + p_o \circ c_t + b_o) &\quad h_t &= o_t \circ \tanh(c_t) \end{aligned}"
    )
    tournament(lab, moments[0])
    st.subheader(_("What does the network hold on to?"), anchor=False)
    closer_looks(LOOKS, inside(lab, moments))
    show_the_code(
        [
            *kind_of(moments[0].run.config["cell"]).code,
            "core/systems/memory/model.py",
            "core/systems/memory/data.py",
            "core/runs/comparison.py",
        ]
    )


lesson("lstm_variants", pictures)
