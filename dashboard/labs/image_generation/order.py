"""The closer look "order": which pixels an architecture can read at the same time."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts.colours import COLOURS, ORANGE
from dashboard.labs.image_generation.components.painting_gallery import Group, gallery
from dashboard.labs.image_generation.networks import moments_of_each
from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _
from dashboard.resources import asked_of

START = 11
"""The moment at which the film stands at first: rows are long done, diagonals on their way, pixels at the beginning."""


def order(subject: Studio) -> None:
    """The moments at which each architecture computes the state of each pixel, as a film."""
    st.latex(r"\text{moment}(i) = 1 + \max\,\{\text{moment}(j) : h_i \text{ needs } h_j\}")
    groups = []
    for kind, moment in moments_of_each(subject.lab, subject.moment):
        moments = asked_of(moment.checkpoint, "order")
        steps = int(moments.max()) + 1
        notes = (_("{steps} moments for {pixels} pixels", steps=steps, pixels=moments.size),)
        groups.append(Group(_(kind.name), np.zeros((1, *moments.shape), int), notes, moments=moments))
    hue = COLOURS["hidden_state"]
    palette = np.array([[int(hue[k : k + 2], 16) for k in (1, 3, 5)]])
    gallery(groups, palette, key="painting_gallery:order", lit=ORANGE, step=START, translate=_)
    st.caption(
        _(
            "Press play: orange are the pixels whose states are computed at this moment, all at once; blue those that"
            " are done. So it goes when a finished picture is read, as in training: rows, diagonals or everything at"
            " once save time. To paint, each pixel must wait for the die of the one before it, so every architecture"
            " goes pixel by pixel."
        )
    )
