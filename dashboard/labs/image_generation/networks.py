"""The architectures beside each other: of each the network that is most like the one in view."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.labs.image_generation.architectures.family import PAINTERS, PainterKind
from core.runs.records import SHIPPED
from core.runs.store import Run
from dashboard import state
from dashboard.frame.lesson import Moment
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import ACTIVE, name_of
from dashboard.resources import engine, store

ALIKE = ("data", "levels", "size", "conditional")
"""Knobs in which networks must agree to paint the same thing."""

LEAST = 300
"""Training steps that new networks get at least, however short the training in view has been."""


def of_each(run: Run) -> dict[str, Run | None]:
    """For each architecture the run in view, if it is that; else one that learnt the same pictures.

    The more knobs it shares with the run in view, the sooner it is taken, and a trained one sooner than one that
    trains.
    """
    known = [run, *store().cohort(run)]
    for other in store().runs(run.lab):
        known += store().cohort(other) if other.leads or other.state == SHIPPED else [other]
    alike = [
        other
        for other in known
        if all(other.config.get(name) == run.config.get(name) for name in ALIKE) and other.data == run.data
    ]

    def distance(other: Run) -> tuple[bool, bool, int, bool]:
        others = sum(other.config.get(name) != value for name, value in run.config.items())
        return other.id != run.id, other.state in ACTIVE, others, other.seed != run.seed

    return {
        kind.key: min((o for o in alike if o.config["architecture"] == kind.key), key=distance, default=None)
        for kind in PAINTERS
    }


def moments_of_each(lab: Lab, here: Moment) -> list[tuple[PainterKind, Moment]]:
    """The networks of `of_each` that have a checkpoint, each at the training step in view or its nearest one."""
    found = of_each(here.run)
    moments = []
    for kind in PAINTERS:
        run = found[kind.key]
        if run is None or not store().checkpoints(run.id):
            continue
        same = run.id == here.run.id
        point = here.checkpoint if same else store().checkpoint(run.id, here.checkpoint.step)
        moments.append((kind, here if same else Moment(run, point, name_of(run, lab))))
    return moments


def train_missing(lab: Lab, run: Run, key: str) -> None:
    """A button that trains an architecture for which there is no such network, for each that is missing."""
    missing = [kind for kind in PAINTERS if of_each(run)[kind.key] is None]
    if missing:
        st.button(
            _("Train what is missing: {names}", names=", ".join(_(kind.name) for kind in missing)),
            icon=":material/play_circle:",
            key=key,
            help=_("With the knobs, the seed and the number of steps of the network in view."),
            on_click=_train,
            args=(lab, run, missing),
        )
    if complaint := state.get("networks_complaint"):
        st.warning(sentence(complaint))


def _train(lab: Lab, run: Run, kinds: list[PainterKind]) -> None:
    state.forget("networks_complaint")
    try:
        entrants = [({**run.config, "architecture": kind.key}, run.seed) for kind in kinds]
        more = {"max_steps": max(LEAST, run.step), "data": run.data, "data_name": run.data_name}
        for made in store().create_cohort(lab.key, entrants, **more):
            engine().submit(made.id)
    except InputError as error:
        state.put("networks_complaint", error)
