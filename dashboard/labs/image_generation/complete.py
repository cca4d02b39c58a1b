"""The closer look "complete": the network goes on from the top of a held-out picture, or from what the viewer draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.errors import InputError
from dashboard import state
from dashboard.frame import view
from dashboard.labs.image_generation.components.painting_board import EMPTY, board
from dashboard.labs.image_generation.components.painting_gallery import Group, gallery
from dashboard.labs.image_generation.controls import IN_TURN, choose_class, in_turn
from dashboard.labs.image_generation.names import BEGIN, DRAWING, HELD_OUT, ROWS, TOLD, TOLD_DRAWN
from dashboard.labs.image_generation.subject import Studio
from dashboard.language import translate as _

COUNT = 10
"""How many completions are painted, each with dice of its own."""

TRULY = -2
"""In the place of a class: what the held-out picture shows."""

DIGITS = "0123456789abcdefg"
"""A level in the link; a dot is a pixel that is left to the network."""


def complete(subject: Studio) -> None:
    """What is given, and several completions of it beside each other."""
    kinds = {"half": _("A held-out picture"), "draw": _("What you draw")}
    kind = view.choice(BEGIN, _("It goes on from"), kinds)
    st.latex(r"x_{\text{rest}} \sim \prod_{i \in \text{rest}} p(x_i \mid x_{<i}, k)")
    (_half if kind == "half" else _draw)(subject)


def _half(subject: Studio) -> None:
    data = subject.data
    first, second = st.columns(2)
    number = view.number(
        HELD_OUT, _("Held-out picture"), at=first, high=len(data.test), help=_("No network ever learnt from it.")
    )
    rows = view.slider(
        ROWS,
        _("Rows that are given"),
        at=second,
        high=data.height,
        default=data.height // 2,
        help=_("From the top; the network paints the rows below."),
    )
    whole, label = data.test[number - 1].astype(int), int(data.test_classes[number - 1])
    shown = choose_class(subject.model, TOLD, _("Class to paint"), (TRULY,), (_("the truth"),))
    given = np.where(np.arange(data.height)[:, None] < rows, whole, EMPTY)
    classes = (label,) * COUNT if shown == TRULY else _classes(subject, shown)
    name = data.classes[label]
    before = Group(
        _("The held-out picture"), whole[None], (_("shows {name}", name=name),) if name else (), given=given != EMPTY
    )
    gallery([before, *_completions(subject, given, classes)], data.palette, key="painting_gallery:half", translate=_)
    st.caption(
        _(
            "On the left the picture as it is, on the right what the network makes of the rows above the orange edge:"
            " {count} pictures, each with its own random numbers. Where these rows say what is coming, the"
            " completions agree; where they do not, they differ.",
            count=COUNT,
        )
    )


def _draw(subject: Studio) -> None:
    data = subject.data
    drawing = _linked(data.height, data.width, data.levels)
    shown = choose_class(subject.model, TOLD_DRAWN, _("Class to paint"))
    left, right = st.columns([2, 3], gap="large")
    with left:
        key = "painting_board"
        board(drawing, data.palette, key=key, translate=_, on_change=lambda: _keep(state.get(key)["drawing"]))
    with right:
        groups = _completions(subject, drawing, _classes(subject, shown))
        gallery(groups, data.palette, key="painting_gallery:drawn", translate=_)
    st.caption(
        _(
            "Draw with the pointer; hatched pixels are left to the network, which paints from the top left and keeps"
            " what you drew. Of your strokes it knows those above and to the left of the pixel it paints: what you draw"
            " further down comes as a surprise to it."
        )
    )


def _classes(subject: Studio, shown: int) -> tuple[int, ...]:
    return in_turn(COUNT, len(subject.model.classes)) if shown == IN_TURN else (shown,) * COUNT


def _completions(subject: Studio, given: np.ndarray, classes: tuple[int, ...]) -> list[Group]:
    """The completions by each network in view that paints pictures of this size and these levels."""
    every = np.broadcast_to(given, (COUNT, *given.shape)).copy()
    groups = []
    for moment in subject.moments:
        model = moment.model
        if (model.height, model.width, model.levels) != (*given.shape, subject.model.levels):
            continue
        known = classes if max(classes) < len(model.classes) else in_turn(COUNT, len(model.classes))
        painted = subject.order.going_on(moment, every, classes=known)
        names = tuple(model.classes[k] if model.conditional else "" for k in known)
        title = _("Completions") if len(subject.moments) == 1 else moment.name
        groups.append(Group(title, painted.pictures, names=names, given=given != EMPTY, columns=COUNT // 2))
    return groups


def _linked(height: int, width: int, levels: int) -> np.ndarray:
    """The drawing in the link; an empty board where it has none that fits."""
    text = view.read(DRAWING)
    if text is not None and (len(text) != height * width or not set(text) <= set("." + DIGITS[:levels])):
        error = InputError(
            "The drawing in the link is not one of {height} × {width} pixels in {levels} levels, as this network"
            " paints. The board is empty; draw anew.",
            height=height,
            width=width,
            levels=levels,
        )
        view.refuse(DRAWING, error)
        text = None
    if text is None:
        return np.full((height, width), EMPTY)
    return np.array([EMPTY if letter == "." else DIGITS.index(letter) for letter in text]).reshape(height, width)


def _keep(drawing: Sequence[int]) -> None:
    drawn = "".join("." if level == EMPTY else DIGITS[level] for level in drawing)
    view.write(DRAWING, drawn if drawn.strip(".") else None)
