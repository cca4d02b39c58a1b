"""The architectures beside each other: of each the network that is most like the one in view."""

from __future__ import annotations

from core.lab import Lab
from core.labs.image_generation.architectures.family import PAINTERS, PainterKind
from core.runs.store import Run
from dashboard.frame.moment import Moment
from dashboard.language import translate as _
from dashboard.panels.comparison import Alternative, found, train_missing
from dashboard.panels.runs import name_of
from dashboard.resources import store

ALIKE = ("data", "levels", "size", "conditional")
"""Knobs in which networks must agree to paint the same thing."""


def _variants() -> list[Alternative]:
    return [Alternative(_(kind.name), {"architecture": kind.key}) for kind in PAINTERS]


def _of_each(run: Run) -> list[Run | None]:
    return found(run, _variants(), ALIKE)


def moments_of_each(lab: Lab, here: Moment) -> list[tuple[PainterKind, Moment]]:
    """For each architecture a network that learnt the same pictures, at the step in view or its nearest one."""
    moments = []
    for kind, run in zip(PAINTERS, _of_each(here.run), strict=True):
        if run is None or not store().checkpoints(run.id):
            continue
        same = run.id == here.run.id
        point = here.checkpoint if same else store().checkpoint(run.id, here.checkpoint.step)
        moments.append((kind, here if same else Moment(run, point, name_of(run, lab))))
    return moments


def train_missing_architectures(lab: Lab, run: Run, key: str) -> None:
    """A button that trains an architecture for which there is no such network, for each that is missing."""
    train_missing(lab, run, _variants(), _of_each(run), key)
