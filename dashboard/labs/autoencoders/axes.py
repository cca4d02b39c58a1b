"""The closer look "axes": what each number of a code carries, and which have collapsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from core.labs.autoencoders import observations as seen
from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.subject import Coded
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import task_of

if TYPE_CHECKING:
    from core.labs.autoencoders.questions import AxesFound

ROWS = 8
"""Numbers that are turned, those that vary most first."""


def axes(subject: Coded) -> None:
    """KL per number, and what the decoder makes of turning each."""
    from core.labs.autoencoders.questions import ACTIVE, TURNS
    from dashboard.labs.autoencoders.charts.axes import axes_chart

    moment = subject.steady()
    found = _axes(moment)
    variational = moment.run.config["variational"]
    value = found.kl if variational else found.spread
    words = {True: _("active"), False: _("collapsed")}
    rows = [
        {"axis": k + 1, "value": float(value[k]), "noise": float(found.noise[k]), "what": words[bool(found.active[k])]}
        for k in range(len(value))
    ]
    labels = {
        "axis": _("number of the code, i"),
        "value": _("KL in nats") if variational else _("variance of m"),
        "noise": _("noise exp(σ)"),
        "what": _("standing"),
    }
    st.altair_chart(
        axes_chart(pd.DataFrame(rows), labels, (words[True], words[False])),
        width="stretch",
        key="axes:chart",
        alt=_("Bar chart of what each number of the code carries"),
    )
    order = np.argsort(-found.spread)[:ROWS]
    captions = [f"{turn:g}".replace("-", "−") for turn in TURNS]
    shown = [
        PictureRow(
            _("number {axis}: {what}", axis=k + 1, what=words[bool(found.active[k])]),
            _turned(moment, subject.number - 1, int(k)),
            captions,
        )
        for k in order
    ]
    decoded_rows(shown, key="axes:rows", label=_("Each number turned from −2 to 2"), translate=_)
    rule = _(
        "A number is called active if its mean m varies over the pictures with a variance above {least} (Burda et al."
        " 2016), else collapsed: its code is N(0, 1) whatever the picture. In the rows, of held-out picture {number},"
        " one number at a time is put to −2 … 2, all others stay: a collapsed one changes nothing.",
        least=f"{ACTIVE:g}",
        number=subject.number,
    )
    if variational:
        of = [found.active.tolist()]
        note(rule, *observed(seen.some_collapsed, seen.none_collapsed, seen.every_one_collapsed, of=of))
    else:
        note(rule, _("A plain AE has no KL: nothing asks its numbers to be like N(0, 1), so none need collapse."))


@computed_once
def _axes(moment: Moment) -> AxesFound:
    from core.labs.autoencoders.questions import axes_of

    return axes_of(moment.model, task_of(moment.run))


@computed_once
def _turned(moment: Moment, number: int, axis: int) -> np.ndarray:
    import torch

    from core.labs.autoencoders.questions import turned

    model, task = moment.model, task_of(moment.run)
    with torch.no_grad():
        code = model.encode(task.held_out[number : number + 1]).mean[0].numpy()
    return turned(model, code, axis).reshape(-1, model.height, model.width)
