"""The equations of the network in view, with the numbers of the pinned pixel."""

from __future__ import annotations

import streamlit as st

from core.nn.sampling import stages
from dashboard.labs.image_generation.charts.equations import ARCHITECTURES, CHAIN, OUTPUT, pixel_equations
from dashboard.labs.image_generation.components.painting import surprise
from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _
from dashboard.panels.equations import equations_panel


def painting_equations(subject: Studio) -> None:
    """A panel with how the state of a pixel is computed, and what becomes of its distribution."""
    panel = equations_panel(_("The equations, with the numbers of the pinned pixel"))
    if not panel.open:
        return
    with panel:
        row, column = subject.cursor
        believed = subject.painted.probability[subject.chosen, row, column]
        level = int(subject.painted.pictures[subject.chosen, row, column])
        sampling = subject.order.sampling
        shares = tuple(float(p) for p in stages(believed, sampling)[:, level])
        bits = float(
            surprise(believed[None], subject.painted.pictures[subject.chosen, row, column][None].astype(int))[0]
        )
        for equation in (CHAIN, *ARCHITECTURES[subject.moment.run.config["architecture"]], OUTPUT):
            st.latex(equation)
        st.caption(_("v is the level that came in row {row}, column {column}.", row=row + 1, column=column + 1))
        for equation in pixel_equations(shares, bits, sampling.temperature, level):
            st.latex(equation)
