"""The closer look "weights": what a larger β does, on shipped networks of eight numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.cache import computed_once
from dashboard.frame.moment import Moment
from dashboard.labs.autoencoders.components.decoded_rows import PictureRow, decoded_rows
from dashboard.labs.autoencoders.subject import Coded, pictures_of
from dashboard.language import translate as _
from dashboard.observed import note
from dashboard.resources import shipped_by_name, store, task_of

SERIES = ("eight_0", "eight_025", "eight", "eight_4", "eight_16")
"""Shipped networks that differ in β alone, by growing β."""

SHOWN, DICE = 10, 0
"""Random codes that are decoded of each, and what throws them."""


def weights(subject: Coded) -> None:
    """Reconstruction and KL against β, and what each network decodes."""
    from dashboard.labs.autoencoders.charts.weights import weights_chart

    networks = shipped_by_name(subject.lab)
    moments = {name: Moment(networks[name], store().checkpoints(networks[name].id)[-1], name) for name in SERIES}
    labels = {"beta": _("weight β"), "value": _("nats per picture"), "what": _("term")}
    words = {"reconstruction": _("reconstruction"), "kl": _("KL")}
    rows = [
        {"beta": moment.run.config["beta"], "what": words[what], "value": moment.checkpoint.metrics[what]}
        for moment in moments.values()
        for what in words
    ]
    st.altair_chart(
        weights_chart(pd.DataFrame(rows), labels),
        width="stretch",
        key="weights:chart",
        alt=_("Chart of reconstruction and KL against the weight β"),
    )
    number = min(subject.number, len(pictures_of(moments["eight"].run).test))
    drawn = []
    for moment in moments.values():
        copy, others, recognised = _decoded(moment, number - 1)
        told = _(
            "β = {beta}: random codes {share} recognised, {active} of 8 numbers active",
            beta=f"{moment.run.config['beta']:g}",
            share=f"{moment.checkpoint.metrics['unseen_codes']:.0%}",
            active=active_numbers(moment),
        )
        framed = [False, *(not one for one in recognised)]
        drawn.append(PictureRow(told, np.concatenate([copy, others]), framed=framed))
    decoded_rows(drawn, key="weights:rows", label=_("What each network decodes"), translate=_)
    note(
        _(
            "Five shipped networks with codes of eight numbers, which differ in β alone. First in each row: held-out"
            " picture {number}, encoded and decoded; then {count} random codes from N(0, I), framed where the judge"
            " recognises nothing. β too small: good copies, and random codes miss them. β too large: every number"
            " collapses to N(0, 1), KL 0, and all codes are decoded to the mean of all pictures.",
            number=number,
            count=SHOWN,
        )
    )


@computed_once
def _decoded(moment: Moment, number: int) -> tuple[np.ndarray, np.ndarray, list[bool]]:
    """A held-out picture as it is decoded (1, h, w), pictures of random codes (K, h, w), and which are recognised."""
    import torch

    from core.labs.autoencoders.questions import random_codes

    model, task = moment.model, task_of(moment.run)
    shape = (-1, model.height, model.width)
    with torch.no_grad():
        copy = model.decode(model.encode(task.held_out[number : number + 1]).mean).numpy()
    found = random_codes(model, task, SHOWN, DICE)
    return copy.reshape(shape), found.pictures.reshape(shape), found.verdict.recognised.tolist()


@computed_once
def active_numbers(moment: Moment) -> int:
    """How many numbers of a network's code carry anything."""
    from core.labs.autoencoders.questions import axes_of

    return int(axes_of(moment.model, task_of(moment.run)).active.sum())
