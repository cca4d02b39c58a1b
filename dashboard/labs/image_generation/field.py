"""The closer look "field": on which pixels the belief about one pixel depends, and on which it could."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.labs.image_generation.observations import Field, depends_on_far_pixels, sees_all, sees_not_all
from core.runs.records import Run
from core.runs.store import Checkpoint
from dashboard import state
from dashboard.cache import computed_once
from dashboard.charts.colours import COLOURS
from dashboard.frame import view
from dashboard.frame.names import CURSOR
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from dashboard.labs.image_generation.networks import moments_of_each
from dashboard.labs.image_generation.subject import Studio, pictures_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import asked_of, model_at

COUNT = 32
"""Held-out pictures over which the gradient is averaged."""


def field(subject: Studio) -> None:
    """For each architecture the measured field of the pixel under the cursor, the theoretical one framed."""
    st.latex(r"D_{pq} = \Big\lVert \frac{\partial \log p(x_p \mid x_{<p}, k)}{\partial E x_q} \Big\rVert")
    pinned = view.is_said(CURSOR)
    row, column = subject.cursor if pinned else low_and_lateral(subject.data.height, subject.data.width)
    drawn, fields = [], []
    with st.spinner(_("Going back from the pixel in each network …")):
        for kind, moment in moments_of_each(subject.lab, subject.moment):
            measured = _measured(moment.checkpoint, moment.run, row, column)
            could = asked_of(moment.checkpoint, "field", row, column)
            strongest = float(measured.max()) or 1.0
            title = _("{name}: {count} pixels", name=_(kind.name), count=int(could.sum()))
            fields.append(Field(_(kind.name), could, measured))
            drawn.append(Map(title, measured / strongest, COLOURS["alignment"], outline=could))
    if not drawn:
        return
    key = "painting_maps:field"
    maps(
        drawn,
        key=key,
        pixel=row * subject.data.width + column,
        least=250,
        translate=_,
        on_click=lambda: subject.point_at_pixel(state.get(key)["place"]["pixel"]),
    )
    note(
        _(
            "The bluer a pixel, the more a small change of it would change what is believed of the ringed one, where 1"
            " is the strongest; the mean over {count} held-out pictures. The orange frame holds all pixels that the"
            " wiring lets it see at all.",
            count=COUNT,
        ),
        *observed(sees_not_all, sees_all, depends_on_far_pixels, of=[fields, row, column]),
    )


def low_and_lateral(height: int, width: int) -> tuple[int, int]:
    """A pixel near the bottom and at the side, from which a narrow field leaves much unseen."""
    return height - 2, 1


@computed_once
def _measured(checkpoint: Checkpoint, run: Run, row: int, column: int) -> np.ndarray:
    from core.labs.image_generation.receptive_field import gradient_field

    data = pictures_of(run)
    return gradient_field(model_at(checkpoint), data.test[:COUNT], data.test_classes[:COUNT], row, column)
