"""The closer look "bits": how many bits each pixel of a picture costs, as a map."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from core.errors import InputError
from core.pictures.levels import Picture, Pictures
from core.runs.store import Checkpoint
from dashboard import address, state
from dashboard.charts.colours import COLOURS
from dashboard.frame.lesson import beside
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from dashboard.labs.image_generation.subject import Studio, pictures_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.resources import model_at

COUNT = 128
"""Held-out pictures over which the mean is taken."""


def surprise(subject: Studio) -> None:
    """A picture, painted or held out, and beside it how little each network expected each of its pixels."""
    picture = _picture(subject)
    st.latex(
        r"\text{bits}_i = -\log_2 p(x_i \mid x_{<i}, k) \qquad \text{bits per pixel} = \tfrac{1}{N} \sum_i"
        r" \text{bits}_i"
    )
    for moment, *_more in beside(subject.moments):
        try:
            trace = moment.trace(picture)
        except InputError as error:  # a network of another size
            st.warning(sentence(error))
            continue
        key = f"painting_maps:surprise:{moment.run.id}"
        shade = moment.model.palette
        high = 1.5 * math.log2(picture.levels)
        costly = {"colour": COLOURS["surprise"], "high": high, "digits": 1}
        mean = _mean(str(moment.checkpoint.path), moment.checkpoint, pictures_of(moment.run))
        maps(
            [
                Map(_("The picture"), trace["pixel"].values, palette=shade, digits=0),
                Map(
                    _("Bits per pixel: {bits}", bits=f"{trace.attrs['bits_per_pixel']:.2f}"),
                    trace["surprise"].values,
                    **costly,
                ),
                Map(
                    _("Mean of {count} held-out pictures: {bits}", count=COUNT, bits=f"{mean.mean():.2f}"),
                    mean,
                    **costly,
                ),
            ],
            key=key,
            pixel=subject.pixel,
            least=250,
            translate=_,
            on_click=lambda key=key: subject.point_at(state.get(key)["place"]["pixel"]),
        )
    st.caption(
        _(
            "The redder a pixel the less the network expected it, given all pixels before it: dark red is {high} bits"
            " and more, what a blind guess among {levels} levels costs is {guess} bits. Flat ground is nearly free; the"
            " bits are spent where strokes begin and end.",
            high=f"{1.5 * math.log2(picture.levels):.1f}",
            levels=picture.levels,
            guess=f"{math.log2(picture.levels):.2f}",
        )
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _mean(path: str, _checkpoint: Checkpoint, _pictures: Pictures) -> np.ndarray:
    """How many bits each pixel of a held-out picture costs on average, (height, width)."""
    from core.labs.image_generation.receptive_field import bits

    return bits(model_at(_checkpoint), _pictures.test[:COUNT], _pictures.test_classes[:COUNT]).mean(0)


def _picture(subject: Studio) -> Picture:
    kinds = {"painted": _("The painted one"), "held_out": _("A held-out picture")}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    named = address.read("costs")
    kind = left.segmented_control(
        _("Picture"),
        list(kinds),
        default=named if named in kinds else "painted",
        format_func=kinds.get,
        key="costs_choice",
        required=True,
        on_change=lambda: address.write("costs", state.get("costs_choice")),
    )
    if kind == "painted":
        return subject.picture
    number = right.number_input(
        _("Held-out picture"),
        1,
        len(subject.data.test),
        1,
        key="held_out",
        bind="query-params",
        help=_("No network ever learnt from it."),
    )
    return subject.data.picture(number - 1)
