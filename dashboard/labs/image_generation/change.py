"""The closer look "change": one pixel takes another level, and the network paints on from there with the same dice."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.frame import view
from dashboard.labs.image_generation.components.painting_board import EMPTY
from dashboard.labs.image_generation.components.painting_gallery import CHANGED, DIFFERS, Group, gallery
from dashboard.labs.image_generation.names import NEW_LEVEL
from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _

KEY = "painting_gallery:change"


def change(subject: Studio) -> None:
    """The picture on the easel as it was and as it becomes, what differs ringed."""
    original = subject.painted.pictures[subject.chosen].astype(int)
    row, column = subject.cursor
    was = int(original[row, column])
    levels = subject.model.levels
    level = view.steps(
        NEW_LEVEL,
        _("New level of the pixel in row {row}, column {column}", row=row + 1, column=column + 1),
        choices=tuple(range(levels)),
        default=0 if 2 * was >= levels else levels - 1,
        help=_("Click a pixel of a picture below, or of the large one above, to change that one."),
    )
    st.latex(
        rf"x_{{i}} := {level} \quad (\text{{{_('was')}}}\ {was}), \qquad x_j \sim p(x_j \mid x_{{<j}}, k) \quad"
        rf" \text{{{_('for')}}}\ j > i,"
        rf"\quad i = {subject.pixel + 1}"
    )
    changed = _painted_on(subject, level)
    differs = changed != original
    differs[row, column] = False
    marks = np.where(differs, DIFFERS, 0)
    marks[row, column] = CHANGED
    gallery(
        [
            Group(
                _("Original"),
                original[None],
                (_("the pixel has level {level}", level=was),),
                marks=np.where(marks == CHANGED, CHANGED, 0)[None],
            ),
            Group(
                _("Changed"),
                changed[None],
                (_("{count} later pixels differ", count=int(differs.sum())),),
                marks=marks[None],
            ),
        ],
        subject.data.palette,
        key=KEY,
        translate=_,
        on_click=lambda: subject.point_at_pixel(state.get(KEY)["pixel"]),
    )
    st.caption(
        _(
            "On the left the picture as it was painted, on the right the same up to the pixel with the orange ring,"
            " which you set; all later pixels are painted anew with the same random numbers, and those that came out"
            " differently have a red ring. Nothing before the pixel can change: the network had painted it already."
        )
    )


def _painted_on(subject: Studio, level: int) -> np.ndarray:
    """The picture on the easel with its pixel changed; those before it on the wall are painted with it, for the sake of
    its dice.
    """
    given = subject.painted.pictures[: subject.chosen + 1].astype(int)  # (k + 1, height, width)
    flat = given.reshape(len(given), -1)
    flat[:, subject.pixel + 1 :] = EMPTY
    flat[-1, subject.pixel] = level
    return subject.order.going_on(subject.moment, given, subject.pixel + 1).pictures[-1].astype(int)
