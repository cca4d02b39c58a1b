"""The closer look "field": on which pixels the belief about one pixel depends, and on which it could."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.pictures.levels import Pictures
from core.runs.store import Checkpoint
from dashboard import state
from dashboard.charts.colours import COLOURS
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from dashboard.labs.image_generation.networks import moments_of_each
from dashboard.labs.image_generation.subject import Studio, pictures_of
from dashboard.language import translate as _
from dashboard.resources import asked_of, model_at

COUNT = 32
"""Held-out pictures over which the gradient is averaged."""


def field(subject: Studio) -> None:
    """For each architecture the measured field of the pixel under the cursor, the theoretical one framed."""
    st.latex(r"D_{pq} = \Big\lVert \frac{\partial \log p(x_p \mid x_{<p}, k)}{\partial E x_q} \Big\rVert")
    row, column = subject.place
    drawn = []
    with st.spinner(_("Going back from the pixel in each network …")):
        for kind, moment in moments_of_each(subject.lab, subject.moment):
            measured = _measured(str(moment.checkpoint.path), row, column, moment.checkpoint, pictures_of(moment.run))
            could = asked_of(moment.checkpoint, "field", row, column)
            strongest = float(measured.max()) or 1.0
            title = _("{name}: {count} pixels", name=_(kind.name), count=int(could.sum()))
            drawn.append(Map(title, measured / strongest, COLOURS["alignment"], outline=could))
    if not drawn:
        return
    key = "painting_maps:field"
    maps(
        drawn,
        key=key,
        pixel=subject.pixel,
        least=250,
        translate=_,
        on_click=lambda: subject.point_at(state.get(key)["place"]["pixel"]),
    )
    st.caption(
        _(
            "The bluer a pixel, the more a small change of it would change what is believed of the ringed one, where 1"
            " is the strongest; the mean over {count} held-out pictures. The orange frame holds all pixels that the"
            " wiring lets it see at all. Most networks could see everything above and use little of it; a Row LSTM"
            " cannot see beyond its triangle.",
            count=COUNT,
        )
    )


@st.cache_resource(show_spinner=False, max_entries=512)
def _measured(path: str, row: int, column: int, _checkpoint: Checkpoint, _pictures: Pictures) -> np.ndarray:
    from core.labs.image_generation.receptive_field import gradient_field

    return gradient_field(model_at(_checkpoint), _pictures.test[:COUNT], _pictures.test_classes[:COUNT], row, column)
