"""AE and VAE: why can't one just decode any vector?"""

from __future__ import annotations

import streamlit as st

from core.lab import Lab
from dashboard.frame.closer_look import Look, closer_looks
from dashboard.frame.lesson import beside, lesson
from dashboard.frame.moment import Moment
from dashboard.frame.subject import cursor_of, pin_clicked
from dashboard.labs.autoencoders.components.latent import latent
from dashboard.labs.autoencoders.names import NOISE_DICE
from dashboard.labs.autoencoders.subject import STEPS, Coded, choose_network, laid_out, place_of, trace_of
from dashboard.language import translate as _
from dashboard.panels.code import show_the_code
from dashboard.panels.equations import formula
from dashboard.panels.input import inputs

LOOKS: tuple[Look, ...] = ()


def pictures(lab: Lab, moments: list[Moment]) -> None:
    """The plane of codes, decoded under the viewer's finger; then the closer looks."""
    first = moments[0]
    with inputs():
        choose_network(lab, first.run)
    planes = [laid_out(moment) for moment in moments]
    sizes = {"across": STEPS + 1, "up": STEPS + 1, "of": len(planes[0].codes) + 1}
    cursor = cursor_of(Coded.AXES, sizes, lambda: place_of(planes[0], 1))
    for moment, laid in beside(moments, planes):
        key = f"latent:{moment.place}"
        latent(
            laid,
            key=key,
            cursor=cursor,
            translate=_,
            on_change=lambda key=key: pin_clicked(key, Coded.AXES),
        )


lesson("autoencoders", pictures)
