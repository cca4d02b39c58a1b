"""What is to be painted: of which class, how many pictures, with which sliders and dice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.nn.sampling import Sampling
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import TEMPERATURE, TOP_K, TOP_P, Choice
from dashboard.labs.image_generation.names import CLASS, PAINTING_SEED, PICTURES
from dashboard.labs.image_generation.subject import Order
from dashboard.language import translate as _
from dashboard.panels.input import inputs
from dashboard.panels.sampling import slider_row

if TYPE_CHECKING:
    from core.labs.image_generation.model import PixelModel

IN_TURN = -1
"""In the place of a class: each picture shows the next one."""

BUTTONS = 12
"""Up to how many classes have a button each; more are a list."""


@dataclass(frozen=True)
class Wish:
    """What the viewer wants painted, whatever the network knows of classes.

    Attributes
    ----------
    count : int
    shown : int
        A class, or `IN_TURN`.
    sampling : Sampling
    seed : int
    """

    count: int
    shown: int
    sampling: Sampling
    seed: int

    def of(self, moment: Moment) -> Order:
        """The same as an order to one network."""
        known = len(moment.model.classes)
        classes = in_turn(self.count, known) if not 0 <= self.shown < known else (self.shown,) * self.count
        return Order(self.count, classes, self.sampling, self.seed)


def in_turn(count: int, known: int) -> tuple[int, ...]:
    """Each picture shows the next of the known classes."""
    return tuple(k % known for k in range(count))


def class_and_count(model: PixelModel) -> tuple[int, int]:
    """Draw what the pictures are to show, if the network can be told, and how many there are; return class and
    count.
    """
    with inputs():
        shown = choose_class(model, CLASS, _("Class to paint"), compact=True)
        count = view.choice(
            PICTURES,
            _("Pictures"),
            {n: str(n) if n > 1 else _("1 picture") for n in PICTURES.choices},
            label_visibility="collapsed",
            width="content",
        )
    return shown, count


def choose_class(
    model: PixelModel,
    name: Choice,
    label: str,
    more: Sequence[int] = (),
    words: Sequence[str] = (),
    *,
    compact: bool = False,
) -> int:
    """Draw a choice among the classes and return the one chosen, or `IN_TURN`.

    Parameters
    ----------
    model : PixelModel
        The network that is told.
    name : Choice
        Its name in the link.
    label : str
        Already translated.
    more : sequence of int
        Further choices, negative numbers, that stand before the classes; the first one is the default.
    words : sequence of str
        What they are called.
    compact : bool
        Whether it stands in a row, without its label and no wider than it must be.
    """
    if not model.conditional:
        st.caption(_("This network was trained without classes: it paints whatever it has seen."))
        return IN_TURN
    special = dict(zip(more, words, strict=True)) | {IN_TURN: _("each in turn")}
    options = [*special, *range(len(model.classes))]
    slim: dict[str, Any] = {"label_visibility": "collapsed", "width": "content"} if compact else {}
    return view.choice(
        name,
        label,
        lambda option: special.get(option) or model.classes[option],
        choices=tuple(options),
        default=options[0],
        listed=len(options) > BUTTONS + len(special),
        **slim,
    )


def sliders(levels: int) -> tuple[Sampling, int]:
    """Draw temperature, top-k, top-p and the seed of the dice; return the sampling and the seed."""
    knobs = (TEMPERATURE, TOP_K, TOP_P, PAINTING_SEED)
    here = {TEMPERATURE: {"default": 1.0}, TOP_K: {"high": levels}}
    temperature, top_k, top_p, seed = (
        view.knob(knob, at=column, **here.get(knob, {}))
        for column, knob in zip(slider_row(len(knobs)), knobs, strict=True)
    )
    return Sampling(temperature=temperature, top_k=top_k, top_p=top_p), seed
