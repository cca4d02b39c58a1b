"""The closer look "bits": how many bits each pixel of a picture costs, as a map."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from core.errors import InputError
from core.labs.image_generation.observations import edges_cost, overfits
from core.pictures.levels import Picture
from core.runs.records import Run
from core.runs.store import Checkpoint
from dashboard import state
from dashboard.cache import computed_once
from dashboard.charts.colours import COLOURS
from dashboard.frame import view
from dashboard.frame.lesson import beside
from dashboard.labs.image_generation.components.painting_maps import Map, maps
from dashboard.labs.image_generation.names import COSTS, HELD_OUT
from dashboard.labs.image_generation.subject import Studio, pictures_of
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import model_at

COUNT = 128
"""Pictures over which the mean is taken."""


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
        costly = {"colour": COLOURS["surprisal"], "high": high, "digits": 1}
        mean, learnt = _mean(moment.checkpoint, moment.run), _mean(moment.checkpoint, moment.run, held_out=False)
        maps(
            [
                Map(_("The picture"), trace["pixel"].values, palette=shade, digits=0),
                Map(
                    _("Bits per pixel: {bits}", bits=f"{trace.attrs['bits_per_pixel']:.2f}"),
                    trace["surprisal"].values,
                    **costly,
                ),
                Map(
                    _("Mean of {count} held-out pictures: {bits}", count=COUNT, bits=f"{mean.mean():.2f}"),
                    mean,
                    **costly,
                ),
                Map(
                    _("Mean of {count} training pictures: {bits}", count=COUNT, bits=f"{learnt.mean():.2f}"),
                    learnt,
                    **costly,
                ),
            ],
            key=key,
            pixel=subject.pixel,
            least=200,
            translate=_,
            on_click=lambda key=key: subject.point_at_pixel(state.get(key)["place"]["pixel"]),
        )
        note(
            *observed(edges_cost, of=[trace["pixel"].values, trace["surprisal"].values]),
            *observed(overfits, of=[float(learnt.mean()), float(mean.mean())]),
        )
    st.caption(
        _(
            "The redder a pixel the less the network expected it, given all pixels before it: dark red is {high} bits"
            " and more, what a blind guess among {levels} levels costs is {guess} bits.",
            high=f"{1.5 * math.log2(picture.levels):.1f}",
            levels=picture.levels,
            guess=f"{math.log2(picture.levels):.2f}",
        )
    )


@computed_once
def _mean(checkpoint: Checkpoint, run: Run, held_out: bool = True) -> np.ndarray:
    """How many bits each pixel of a held-out or of a training picture costs on average, (height, width)."""
    from core.labs.image_generation.receptive_field import bits

    data = pictures_of(run)
    seen, classes = (data.test, data.test_classes) if held_out else (data.train, data.train_classes)
    return bits(model_at(checkpoint), seen[:COUNT], classes[:COUNT]).mean(0)


def _picture(subject: Studio) -> Picture:
    kinds = {"painted": _("The painted one"), "held_out": _("A held-out picture")}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    kind = view.choice(COSTS, _("Picture"), kinds, at=left)
    if kind == "painted":
        return subject.picture
    number = view.number(
        HELD_OUT,
        _("Held-out picture"),
        at=right,
        high=len(subject.data.test),
        help=_("No network ever learnt from it."),
    )
    return subject.data.picture(number - 1)
