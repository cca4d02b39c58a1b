"""The closer look "numbers": one picture through encoder, noise and decoder."""

from __future__ import annotations

import streamlit as st

from core.labs.autoencoders.config import AutoencoderConfig
from dashboard.frame import view
from dashboard.labs.autoencoders.components.one_code import one_code
from dashboard.labs.autoencoders.names import NOISE_DICE
from dashboard.labs.autoencoders.subject import Coded
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.panels.input import unlabelled

TERMS = {
    "lecture": r"\sum_i \left( e^{\sigma_i} - (1 + \sigma_i) + m_i^2 \right)",
    "kl": r"\tfrac12 \sum_i \left( e^{2\sigma_i} - (1 + 2\sigma_i) + m_i^2 \right)",
}


def equation(config: AutoencoderConfig | dict[str, object]) -> str:
    """What a network with these knobs makes small."""
    knobs = config if isinstance(config, dict) else vars(config)
    far = r"\frac{\lVert x - \hat x \rVert^2}{2 s^2}"
    if not knobs["variational"]:
        return rf"c = m \qquad L = {far}"
    return rf"c_i = e^{{\sigma_i}} e_i + m_i \qquad L = {far} + \beta {TERMS[str(knobs['second_term'])]}"


def one_picture(subject: Coded) -> None:
    """The picture that is looked at, with dice to roll anew."""
    from dashboard.labs.autoencoders.subject import trace_of

    variational = subject.moment.run.config["variational"]
    dice = view.value_of(NOISE_DICE)
    if variational:
        label = _("Dice")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                label,
                icon=":material/casino:",
                key="throw_noise",
                help=_("Other dice, other noise e: the same picture gets another code."),
                on_click=lambda: view.write(NOISE_DICE, (view.value_of(NOISE_DICE) + 1) % 10_000),
            )
            dice = view.number(NOISE_DICE, label, width=110, **unlabelled(label))
    one_code(trace_of(subject.moment, subject.number, int(dice)), key="one_code", translate=_)
    if not variational:
        return
    st.latex(
        r"\underbrace{\textstyle\sum_i e^{\sigma_i} - (1 + \sigma_i) + m_i^2}_{\text{" + _("lecture") + r"}} \;=\;"
        r" \underbrace{\textstyle\tfrac12 \sum_i e^{2\sigma_i} - (1 + 2\sigma_i) + m_i^2}_{\mathrm{KL}} \;+\;"
        r" \textstyle\tfrac12 \sum_i m_i^2 - (1 - e^{\sigma_i})^2"
    )
    note(
        _(
            "The noise has the standard deviation exp(σ), so the divergence from N(0, I) in nats is the KL in the"
            " middle. The lecture’s second term is not quite it: it has the same minimum, 0 at m = 0 and σ = 0, but"
            " pulls m twice as hard and holds σ less tightly. The page trains with the term that the knob names and"
            " always measures the KL."
        )
    )
