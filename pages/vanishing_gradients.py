"""Vanishing gradients: why is an RNN forgetful?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from core.nn.cells.family import kind_of
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import lesson
from dashboard.frame.moment import Moment
from dashboard.labs.vanishing_gradients.gradients import against_length, before_training, during_training, parameters
from dashboard.labs.vanishing_gradients.one_unit import cliff, one_weight
from dashboard.labs.vanishing_gradients.question import QUESTION
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.prediction import predict_first
from dashboard.systems.memory.inside import inside, unrolled_sequences

LOOKS = (
    predict_first(QUESTION),
    Look("Unrolled", "unrolled", ":material/view_week:", unrolled_sequences),
    Look("One weight, a thousand steps", "weight", ":material/exposure_plus_1:", one_weight),
    Look("The cliff", "cliff", ":material/landscape:", cliff),
)


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The gradients before and during training, how far memories reach, what they cost, and one network from inside."""
    formula(
        r"\frac{\partial L}{\partial h_t} = \prod_{k=t+1}^{T} \left(\frac{\partial h_k}{\partial"
        r" h_{k-1}}\right)^{\!\top} \frac{\partial L}{\partial h_T}"
        r"\qquad \text{Elman: } \frac{\partial h_k}{\partial h_{k-1}} = \mathrm{diag}(1 - h_k^2)\, W_h"
        r"\qquad \text{LSTM: } \frac{\partial c_k}{\partial c_{k-1}} \approx \mathrm{diag}(f_k)"
    )
    config = before_training(lab)
    during_training(lab, moments[0], config)
    against_length(lab, moments[0])
    parameters(moments[0].run.config)
    st.subheader(_("What does the network hold on to?"), anchor=False)
    closer_looks(LOOKS, inside(lab, moments))
    files = [
        *kind_of(moments[0].run.config["cell"]).code,
        "core/systems/memory/model.py",
        "core/systems/memory/data.py",
        "core/systems/memory/gradients.py",
        "core/nn/unrolled.py",
        "core/labs/vanishing_gradients/one_unit.py",
    ]
    show_the_code(files)


lesson("vanishing_gradients", pictures)
