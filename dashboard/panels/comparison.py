"""Several networks beside each other: found among the runs that there are, or started together to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.course import lab_of
from core.errors import InputError
from core.lab import Lab
from core.runs.records import SHIPPED
from core.runs.store import Run
from dashboard import state
from dashboard.frame import owner
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import ACTIVE, look_at
from dashboard.resources import engine, store

LEAST = 200
"""Training steps that missing networks get at least, however short the training in view has been."""

_COMPLAINT = "comparison_complaint"


@dataclass(frozen=True)
class Alternative:
    """One of the networks to compare.

    Attributes
    ----------
    title : str
        What it is called, already translated.
    changes : mapping
        The knobs in which it differs from the others.
    formula : str
        What tells it from the others, in symbols or in the words of the knobs.
    """

    title: str
    changes: Mapping[str, Any]
    formula: str = ""


def found(run: Run, variants: Sequence[Alternative], alike: Sequence[str] | None = None) -> list[Run | None]:
    """For each variant the run that is most like `run`; None where there is none.

    Parameters
    ----------
    run : Run
        The run in view, which stands for its own variant.
    variants : sequence of Alternative
        What is looked for.
    alike : sequence of str, optional
        Knobs in which two networks must agree to be compared; all of them, if not given. Data must agree in any case.
    """
    known = [other for other in _known(run) if other.data == run.data]
    networks = [_nearest(run, {**run.config, **variant.changes}, variant, known, alike) for variant in variants]
    look_at(*networks)
    return networks


def _nearest(
    run: Run, wanted: Mapping[str, Any], variant: Alternative, known: Sequence[Run], alike: Sequence[str] | None
) -> Run | None:
    must = {*variant.changes, *(wanted if alike is None else alike)}
    usual = {knob.name: knob.default for knob in lab_of(run.lab).knobs}  # of knobs that an older run does not name

    def differs(other: Run, name: str) -> bool:
        return (usual | other.config).get(name) != (usual | dict(wanted)).get(name)

    def distance(other: Run) -> tuple[bool, bool, int, bool]:
        return (
            other.id != run.id,
            other.state in ACTIVE,
            sum(differs(other, name) for name in wanted),
            other.seed != run.seed,
        )

    fitting = [other for other in known if not any(differs(other, name) for name in must)]
    return min(fitting, key=distance, default=None)


def _known(run: Run) -> Iterator[Run]:
    """The run, those it was started with, the newest runs and theirs, and those that ship with the lab."""
    yield from store().compared(run)
    for other in owner.runs_of(run.lab):
        yield from store().compared(other) if other.leads or other.state == SHIPPED else [other]


def start(
    lab: Lab,
    entrants: Sequence[tuple[Mapping[str, Any], int]],
    *,
    steps: int,
    data: str | None = None,
    data_name: str | None = None,
    then: Callable[[str], Any] | None = None,
) -> None:
    """Start networks together, each from its knobs and its seed (from a callback); what cannot be is said by `refused`.

    Parameters
    ----------
    lab : Lab
        The lab that they are of.
    entrants : sequence of (mapping, int)
        Knobs and seed of each.
    steps : int
        Where each finishes.
    data, data_name : str, optional
        The viewer's own data that all of them learn from.
    then : callable, optional
        What happens with the id of the run that leads them.
    """
    state.forget(_COMPLAINT)
    try:
        maker = owner.check_new(len(entrants))
        runs = store().create_comparison(
            lab.key, entrants, max_steps=steps, data=data, data_name=data_name, maker=maker
        )
        for run in runs:
            engine().submit(run.id)
        look_at(*runs)
    except InputError as error:
        state.put(_COMPLAINT, error)
        return
    if then:
        then(runs[0].id)


def stop(run_ids: Sequence[str]) -> None:
    """Stop networks that were started together (from a callback)."""
    state.forget(_COMPLAINT)
    try:
        for run_id in run_ids:
            owner.stop(run_id)
    except InputError as error:
        state.put(_COMPLAINT, error)


def refused() -> None:
    """Say why networks could not be started or stopped, if that is so."""
    if complaint := state.get(_COMPLAINT):
        st.warning(sentence(complaint))


def train_missing(
    lab: Lab, run: Run, variants: Sequence[Alternative], networks: Sequence[Run | None], key: str
) -> None:
    """A button that trains those variants for which no network was found, as long as the run in view has trained."""
    missing = [variant for variant, network in zip(variants, networks, strict=True) if network is None]
    if missing:
        entrants = [({**run.config, **variant.changes}, run.seed) for variant in missing]
        st.button(
            _("Train what is missing: {names}", names=", ".join(variant.title for variant in missing)),
            icon=":material/play_circle:",
            key=key,
            help=_("With the knobs, the seed and the number of steps of the network in view."),
            on_click=start,
            args=(lab, entrants),
            kwargs={"steps": max(LEAST, run.step), "data": run.data, "data_name": run.data_name},
        )
    refused()
