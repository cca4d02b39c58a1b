"""Networks that differ from the one in view in a single thing: its match function, or its rung of the ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.runs.store import Run
from dashboard import state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import show
from dashboard.resources import engine, store

LEAST = 200
"""Training steps that relatives get at least, however short the training in view has been."""


@dataclass(frozen=True)
class Place:
    """One of the networks to compare.

    Attributes
    ----------
    title : str
        What it is called: a match function's name, or V1 … V5.
    formula : str
        What tells it from the others, in symbols or in the words of the knobs.
    changes : dict
        The knobs in which it differs from the others.
    """

    title: str
    formula: str
    changes: Mapping[str, Any]


MATCHES = (
    Place("dot", "z⊤h", {"attention": "dot"}),
    Place("scaled_dot", "z⊤h / √H", {"attention": "scaled_dot"}),
    Place("cosine", "z⊤h / ‖z‖‖h‖", {"attention": "cosine"}),
    Place("bilinear", "z⊤W h", {"attention": "bilinear"}),
    Place("additive", "v⊤tanh(Wz + Uh)", {"attention": "additive"}),
)
"""The match functions of `core.nn.attention`."""


def rungs(config: Mapping[str, Any]) -> tuple[Place, ...]:
    """The ladder from a fixed vector to GNMT in small, with the match function of a network."""
    match = config["attention"] if config["attention"] != "none" else "scaled_dot"
    return (
        Place("V1", "last_state", {"encoder": "last_state", "attention": "none"}),
        Place("V2", f"+ {match}", {"encoder": "last_state", "attention": match}),
        Place("V3", "+ bidirectional", {"encoder": "bidirectional", "attention": match}),
        Place("V4", "+ residual", {"encoder": "residual", "attention": match}),
        Place("V5", "gnmt", {"encoder": "gnmt", "attention": match}),
    )


def relatives(run: Run, places: Sequence[Place]) -> list[Run | None]:
    """For each place the run that stands there: `run` itself, else the newest that is like it in all other knobs and
    data.

    One of the same seed, or that was started together with it, goes before others.
    """
    known = list(_known(run))
    found = []
    for place in places:
        wanted = {**run.config, **place.changes}
        alike = [other for other in known if other.config == wanted and other.data == run.data]
        found.append(min(alike, key=lambda other: (other.id != run.id, other.seed != run.seed), default=None))
    return found


def _known(run: Run) -> Iterator[Run]:
    """The run, those it was started with, the newest runs and theirs, and those that ship with the lab."""
    yield from store().cohort(run)
    for other in store().runs(run.lab):
        yield from store().cohort(other) if other.leads or other.state == "shipped" else [other]


def turn_to(run_id: str) -> None:
    """Show a relative at the step in view, if it has that one (from a callback among the pictures)."""
    step = state.get("step")
    show(run_id)
    if any(point.step == step for point in store().checkpoints(run_id)):
        state.put("step", step)


def train_missing(lab: Lab, run: Run, places: Sequence[Place], key: str) -> None:
    """A button that trains those relatives that there are not yet, for as many steps as the run in view has had."""
    missing = [place for place, found in zip(places, relatives(run, places), strict=True) if found is None]
    if missing:
        st.button(
            _("Train what is missing: {names}", names=", ".join(place.title for place in missing)),
            icon=":material/play_circle:",
            key=key,
            help=_("With the knobs, the seed and the number of steps of the network in view."),
            on_click=_train,
            args=(lab, run, missing),
        )
    if complaint := state.get("relatives_complaint"):
        st.warning(sentence(complaint))


def _train(lab: Lab, run: Run, places: Sequence[Place]) -> None:
    state.forget("relatives_complaint")
    try:
        entrants = [({**run.config, **place.changes}, run.seed) for place in places]
        more = {"max_steps": max(LEAST, run.step), "data": run.data, "data_name": run.data_name}
        for made in store().create_cohort(lab.key, entrants, **more):
            engine().submit(made.id)
    except InputError as error:
        state.put("relatives_complaint", error)


def choose_match(run: Run) -> None:
    """Buttons that turn the page to the same network with another match function, where such a network is trained."""
    found = {
        place.title: other.id
        for place, other in zip(MATCHES, relatives(run, MATCHES), strict=True)
        if other is not None
    }
    if len(found) < 2 or run.config["attention"] not in found:
        return
    key = f"match_choice:{run.id}"  # another widget for another run: a slow browser cannot turn the page back

    def chosen() -> None:
        if (name := state.get(key)) in found:
            turn_to(found[name])

    state.put(key, run.config["attention"])
    st.segmented_control(
        _("Match function"),
        list(found),
        key=key,
        on_change=chosen,
        required=True,
        help=_("Networks that differ in nothing but how a decoder state is matched with a source position."),
    )
