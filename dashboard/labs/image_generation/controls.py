"""What is to be painted: of which class, how many pictures, with which sliders and dice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.knobs import Knob
from core.nn.sampling import Sampling
from dashboard import address, state
from dashboard.frame.lesson import Moment
from dashboard.labs.image_generation.subject import Order
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.sampling import TEMPERATURE, TOP_K, TOP_P, slider

COUNTS = (1, 10, 20, 64)
"""How many pictures can be painted at once."""

IN_TURN = -1
"""In the place of a class: each picture shows the next one."""

BUTTONS = 12
"""Up to how many classes have a button each; more are a list."""

PAINTING_SEED = Knob(
    "painting_seed",
    0,
    "Painting seed",
    "Another seed throws other dice. With the same seed every network gets the same ones.",
    0,
    9999,
)


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


def class_and_count(model: Any) -> tuple[int, int]:
    """Draw what the pictures are to show, if the network can be told, and how many there are; return class and
    count.
    """
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        shown = choose_class(model, "class", _("What it is told to paint"))
    named = address.read("pictures")
    count = right.segmented_control(
        _("Pictures"),
        COUNTS,
        default=int(named) if named in map(str, COUNTS) else COUNTS[2],
        key="pictures_choice",
        required=True,
        on_change=lambda: address.write("pictures", state.get("pictures_choice")),
    )
    return shown, count


def choose_class(model: Any, name: str, label: str, more: Sequence[int] = (), words: Sequence[str] = ()) -> int:
    """Draw a choice among the classes and return the one chosen, or `IN_TURN`; it stands in the link as `name`.

    Parameters
    ----------
    model : PixelModel
        The network that is told.
    name : str
        Its name in the link.
    label : str
        Already translated.
    more : sequence of int
        Further choices, negative numbers, that stand before the classes; the first one is the default.
    words : sequence of str
        What they are called.
    """
    if not model.conditional:
        st.caption(_("This network is not told what to paint: it paints whatever it has seen."))
        return IN_TURN
    special = dict(zip(more, words, strict=True)) | {IN_TURN: _("each in turn")}
    options = [*special, *range(len(model.classes))]
    linked = address.read(name)
    first = next((option for option in options if str(option) == linked), options[0])
    key = f"{name}_choice"
    told = {
        "format_func": lambda option: special.get(option) or model.classes[option],
        "key": key,
        "on_change": lambda: address.write(name, state.get(key)),
    }
    if len(options) > BUTTONS + len(special):
        return st.selectbox(label, options, index=options.index(first), **told)
    return st.segmented_control(label, options, default=first, required=True, **told)


def sliders(levels: int) -> tuple[Sampling, int]:
    """Draw temperature, top-k, top-p and the seed of the dice; return the sampling and the seed."""
    knobs = (replace(TEMPERATURE, default=1.0), replace(TOP_K, high=levels), TOP_P, PAINTING_SEED)
    for complaint in address.complaints(knobs):
        st.warning(sentence(complaint))
    columns = st.columns(len(knobs))
    temperature, top_k, top_p, seed = (slider(column, knob) for column, knob in zip(columns, knobs, strict=True))
    return Sampling(temperature=temperature, top_k=top_k, top_p=top_p), seed
