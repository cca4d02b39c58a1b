"""Start a run: its knobs, its seed, its text, from scratch or from the step in view."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.runs.store import Run, budget
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import SEED
from dashboard.language import translate as _
from dashboard.panels.controls import once, pressed, turn_from
from dashboard.panels.costs import check_costs, own_data
from dashboard.panels.runs import look_at, show
from dashboard.panels.time_travel import standing
from dashboard.resources import engine, store

FEW = 10
"""How many runs may be left to be started before that is told."""


def train_button(lab: Lab) -> None:
    """The one button that a newcomer should press: a fresh run with the knobs as they stand."""
    st.container(key="train").button(
        _("Train a new network"),
        icon=":material/play_circle:",
        type="primary",
        width="stretch",
        key=f"train:{pressed('train')}",
        help=_(
            "Starts beside the finished run, with the knobs below, for {steps} steps; the pictures come alive within a"
            " second.",
            steps=f"{budget(lab.key):,}",
        ),
        on_click=once("train", start),
        args=(lab,),
    )


def told_left() -> None:
    """Say how many more runs may be started, once they are few."""
    if (left := owner.left()) <= FEW:
        st.caption(
            _("{left} more runs may be started before some have ended: this server trains so many at once.", left=left)
        )


def knobs(lab: Lab) -> None:
    """Every knob of the lab, and the seed; each stands in the link once it leaves its default."""
    for knob in lab.knobs:
        if len(knob.choices) != 1:
            view.knob(knob)
    view.number(SEED, _("Seed"), help=_("On one machine the same seed and knobs give the same run, loss for loss."))


def fork_button(lab: Lab, run: Run, step: int | None = None) -> None:
    """Go on from the step in view, or from a step that is named, with the knobs as they stand, as a new run."""
    name = f"fork:{run.id}" if step is None else f"fork:{run.id}:{step}"
    st.container(key="fork" if step is None else f"fork_whole:{run.id}").button(
        _("Fork from the step in view") if step is None else _("Fork from step {step}", step=f"{step:,}"),
        icon=":material/call_split:",
        width="stretch",
        key=f"{name}:{pressed(name)}",
        help=_(
            "A new run that starts from this checkpoint and trains on with the knobs below. This run waits meanwhile,"
            " unless somebody else looks at it."
        ),
        on_click=once(name, start),
        args=(lab, run, step),
    )


def start(lab: Lab, parent: Run | None = None, step: int | None = None) -> None:
    """Create the run and hand it to the engine (from a callback); what cannot be is said in the panel and nothing is
    lost.

    Parameters
    ----------
    lab : Lab
        What is trained, with the knobs as they stand.
    parent : Run, optional
        The run that it goes on from.
    step : int, optional
        At which step; the one in view, if it is not named.
    """
    state.forget("complaint")
    try:
        config = {knob.name: view.value_of(knob) for knob in lab.knobs}
        configure(lab.config, config)
        maker = owner.check_new()
        if parent is not None:
            check_costs(lab, config, store().data_path(parent))
            step = standing(store().checkpoints(parent.id)).step if step is None else step
            run = store().fork(parent.id, step, config, maker=maker)
        else:
            check_costs(lab, config, own_data(lab))
            own = state.get(f"own:{lab.key}")
            named = {"data": own.file, "data_name": own.name} if own and state.get("use_own", True) else {}
            run = store().create(lab.key, config, view.value_of(SEED), maker=maker, **named)
        engine().submit(run.id)
        if parent is not None:
            turn_from(parent.id, run)
        look_at(run)
        show(run.id)
        st.rerun()  # the whole page, not only the panel that a button may be in
    except InputError as error:
        state.put("complaint", error)
