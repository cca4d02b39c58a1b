"""The closer look "six ways": one scene, told by a network of each architecture."""

from __future__ import annotations

import streamlit as st

from core.labs.captioning.architectures.family import TELLERS
from dashboard import state
from dashboard.frame.moment import Moment
from dashboard.labs.captioning.components.tellings import tellings, told
from dashboard.labs.captioning.networks import of_each, variants
from dashboard.labs.captioning.subject import Told, scenes_of
from dashboard.language import translate as _
from dashboard.panels.comparison import train_missing
from dashboard.panels.runs import name_of
from dashboard.panels.turning import turn_to
from dashboard.resources import store

KEY = "tellings:compare"


def compare(subject: Told) -> None:
    """A row for each architecture: what it says, how often it is right, and the picture under each of its words."""
    here = subject.moment
    networks = of_each(here.run)
    train_missing(subject.lab, here.run, variants(), networks, "train_architectures")
    exhibits = []
    for kind, run in zip(TELLERS, networks, strict=True):
        if run is None or not store().checkpoints(run.id):
            continue
        same = run.id == here.run.id
        point = here.checkpoint if same else store().checkpoint(run.id, here.checkpoint.step)
        moment = here if same else Moment(run, point, name_of(run, subject.lab))
        trace = moment.trace(subject.scene, reference=scenes_of(run).describe(subject.scene))
        name = " · ".join([_(kind.name), *([kind.origin] if kind.origin else [])])
        exhibits.append(told(trace, run.id, name, _figures(moment), current=same))
    if not exhibits:
        return
    tellings(exhibits, key=KEY, coverage=True, translate=_, on_choose=lambda: turn_to(state.get(KEY)["chosen"]))
    st.caption(
        _(
            "One scene, told by a network of each architecture. Those that attend have a picture for each word, and at"
            " the end the sum of all, Σₜ αₜᵢ; the others were given one vector, and the first one nothing: it guesses,"
            " and every other must be better than it. Click a row to turn the page to it."
        )
    )


def _figures(moment: Moment) -> str:
    figures = moment.checkpoint.metrics
    told_right = figures.get("exact_match")
    points = figures.get("pointing")
    parts = [_("step {step}", step=f"{moment.checkpoint.step:,}")]
    if told_right is not None:
        parts.append(_("{share} of held-out captions exact", share=f"{told_right:.0%}"))
    if points is not None:
        parts.append(_("{share} of words point at their object", share=f"{points:.0%}"))
    return " · ".join(parts)
