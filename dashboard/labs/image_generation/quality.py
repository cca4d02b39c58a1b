"""The closer look "quality": painted pictures in metrics, beside real ones, copies and noise; and the training pictures
nearest to them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.image_generation.observations import no_single_figure
from core.pictures.levels import Pictures
from core.runs.records import Run
from dashboard.cache import computed_once
from dashboard.charts.colours import ORANGE, PINK
from dashboard.frame import view
from dashboard.frame.closer_look import steady
from dashboard.frame.moment import Moment
from dashboard.labs.image_generation.controls import in_turn
from dashboard.labs.image_generation.names import QUALITY_HISTORY
from dashboard.labs.image_generation.subject import Order, Studio, pictures_of
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.observed import note, observed

if TYPE_CHECKING:
    from core.analyses.sample_quality import Nearest, Quality

COUNT = 64
"""Pictures of a network that are measured."""

FRAMES = 8
"""How many checkpoints are measured over training."""

METRICS = {
    "accuracy": "recognised",
    "diversity": "diversity",
    "distance": "distance to training",
    "copied": "as near as a copy",
}
"""What is measured, in the order of the table (message ids)."""

SHARES = ("accuracy", "copied")
"""Those that are shares."""


@dataclass(frozen=True, eq=False)
class MeasuredPictures:
    """What one network painted, and what that is worth."""

    pictures: np.ndarray
    classes: tuple[int, ...]
    quality: Quality
    nearest: Nearest
    seen: np.ndarray


def quality(subject: Studio) -> None:
    """The table of metrics, the painted pictures each with its nearest training picture, and the metrics over
    training.
    """
    st.latex(
        r"d(x, y) = \sqrt{\tfrac{1}{N} \textstyle\sum_i (x_i - y_i)^2} \qquad "
        r"\text{" + _("distance") + r"} = \min_{y \in \text{" + _("training") + r"}} d(x, y) \qquad "
        r"\text{" + _("diversity") + r"} = \operatorname{mean}_{x \neq x'} d(x, x')"
    )
    with st.spinner(_("Pictures are painted and measured …")):
        moments = [steady(subject.moment), *subject.moments[1:]]
        measured = [_measure(moment, _order(subject, moment)) for moment in moments]
        _table(subject, moments, measured)
    extremes = [asdict(one) for one in _extremes(moments[0].run, moments[0].model.conditional)]
    note(
        _(
            "Good pictures have figures like those of real ones that were held out. Recognised: a classifier that"
            " learnt from real training pictures sees the class that was asked for. Distances go from 0, the same"
            " picture, to 1, black and white; diversity is the mean distance between two pictures of one class. As"
            " near as a copy: nearer to a training picture than 99 of 100 real pictures are."
        ),
        *observed(no_single_figure, of=[*extremes, len(subject.data.classes)]),
    )
    _pairs(measured[0], subject.data, moments[0].model.conditional)
    if view.toggle(QUALITY_HISTORY, _("Measure it over training")):
        with st.spinner(_("Pictures are painted and measured …")):
            _history(subject, moments[0])


def _order(subject: Studio, moment: Moment) -> Order:
    """`COUNT` pictures as the page's sliders say: of the one class that was chosen, or of each in turn."""
    shown = set(subject.order.classes)
    one = len(shown) == 1 < subject.order.count
    classes = subject.order.classes[:1] * COUNT if one else in_turn(COUNT, len(moment.model.classes))
    return replace(subject.order, count=COUNT, classes=classes)


@computed_once
def _measure(moment: Moment, order: Order) -> MeasuredPictures:
    from core.analyses import sample_quality

    told, data, painted = moment.model.conditional, pictures_of(moment.run), order.by(moment).pictures
    metrics = sample_quality.quality(painted, np.array(order.classes) if told else None, data)
    nearest = sample_quality.nearest_training(painted, data)
    seen = sample_quality.recognised(painted, data) if told else np.array(order.classes)
    return MeasuredPictures(painted, order.classes, metrics, nearest, seen)


@computed_once
def _extremes(run: Run, told: bool) -> tuple[Quality, Quality, Quality]:
    """Real pictures, pictures copied from training, and noise."""
    from core.analyses.sample_quality import quality, real_quality

    data = pictures_of(run)
    copies = slice(None, None, max(1, len(data.train) // COUNT))
    noise = np.random.default_rng(0).integers(0, data.levels, (COUNT, data.height, data.width))
    classes = np.array(in_turn(COUNT, len(data.classes))) if told else None
    return (
        real_quality(data, told),
        quality(data.train[copies], data.train_classes[copies] if told else None, data),
        quality(noise, classes, data),
    )


def _table(subject: Studio, moments: list[Moment], measured: list[MeasuredPictures]) -> None:
    real, copies, noise = _extremes(moments[0].run, moments[0].model.conditional)
    rows = {}
    for moment, found in zip(moments, measured, strict=True):
        name = "**" + _("Painted, step {step}", step=f"{moment.checkpoint.step:,}") + "**"
        rows[f"{name} · {plain(moment.name)}" if len(moments) > 1 else name] = (
            found.quality,
            moment.checkpoint.metrics.get("bits_per_pixel"),
        )
    rows |= {
        _("Real pictures, held out"): (real, None),
        _("Real pictures, copied from training"): (copies, None),
        _("Noise"): (noise, None),
    }
    table = pd.DataFrame(
        {
            _("pictures"): list(rows),
            **{
                _(label): [_told(name, getattr(metrics, name)) for metrics, _bits in rows.values()]
                for name, label in METRICS.items()
            },
            _("bits per pixel"): ["" if bits is None else f"{bits:.2f}" for _metrics, bits in rows.values()],
        }
    )
    st.table(table.set_index(table.columns[0]))


def _told(name: str, value: float | None) -> str:
    if value is None or np.isnan(value):
        return "–"
    return f"{value:.0%}" if name in SHARES else f"{value:.3f}"


def _pairs(measured: MeasuredPictures, data: Pictures, told: bool) -> None:
    """Each painted picture, and on its right the training picture that is most like it; the nearest pairs first."""
    from dashboard.labs.image_generation.charts.pairs import pairs_sheet

    nearest = np.argsort(measured.nearest.distance, kind="stable")
    wrong = told & (measured.seen != np.array(measured.classes))
    frames = [
        PINK if wrong[number] else ORANGE if measured.nearest.distance[number] == 0 else None for number in nearest
    ]
    sheet = pairs_sheet(
        measured.pictures[nearest], data.train[measured.nearest.number[nearest]], data.palette, frames, columns=8
    )
    st.markdown("**" + _("Is it a copy?") + "**")
    st.image(sheet, width="stretch", output_format="PNG")
    st.caption(
        _(
            "{count} pairs: left a painted picture, right the training picture that is most like it. The first pair is"
            " the nearest, at distance {least}; the last one the farthest, at {most}. An orange frame is an exact copy,"
            " a pink one a picture in which the classifier sees another class.",
            count=len(nearest),
            least=f"{measured.nearest.distance[nearest[0]]:.3f}",
            most=f"{measured.nearest.distance[nearest[-1]]:.3f}",
        )
    )


def _history(subject: Studio, moment: Moment) -> None:
    """Each metric at some checkpoints, against that of real pictures."""
    from dashboard.labs.image_generation.charts.quality import quality_chart

    points = moment.history(FRAMES)
    order = _order(subject, moment)
    metrics = [_measure(point, order).quality for point in points]
    real = _extremes(moment.run, moment.model.conditional)[0]
    shown = [name for name in METRICS if getattr(real, name) is not None]
    for column, name in zip((*st.columns(2), *st.columns(2)), shown, strict=False):
        table = pd.DataFrame(
            {"step": [point.checkpoint.step for point in points], "value": [getattr(each, name) for each in metrics]}
        )
        labels = {"step": _("training step"), "value": _(METRICS[name]), "real": _("real pictures")}
        with column:
            st.altair_chart(
                quality_chart(table, getattr(real, name), moment.checkpoint.step, labels, share=name in SHARES),
                width="stretch",
                key=f"quality:{name}",
                alt=_(
                    "Line chart of a figure of painted pictures over training, with that of real pictures as a dashed"
                    " line"
                ),
            )
    st.caption(
        _(
            "Blue, {count} pictures painted at each of these steps, always with the same dice; dashed, real pictures"
            " that were held out.",
            count=COUNT,
        )
    )
