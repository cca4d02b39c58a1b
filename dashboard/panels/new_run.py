"""Start a run: its knobs, its seed, its text, from scratch or from the step in view."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import SEED
from dashboard.language import translate as _
from dashboard.panels.runs import show
from dashboard.panels.time_travel import standing
from dashboard.resources import engine, store


def train_button(lab: Lab) -> None:
    """The one button that a newcomer should press: a fresh run with the knobs as they stand."""
    st.button(
        _("Train a new network"),
        icon=":material/play_circle:",
        type="primary",
        width="stretch",
        key="train",
        help=_("Starts beside the finished run, with the knobs below; the pictures come alive within a second."),
        on_click=lambda: start(lab),
    )


def knobs(lab: Lab) -> None:
    """Every knob of the lab, and the seed; each stands in the link once it leaves its default."""
    for knob in lab.knobs:
        if len(knob.choices) != 1:
            view.knob(knob)
    view.number(SEED, _("Seed"), help=_("On one machine the same seed and knobs give the same run, loss for loss."))


def fork_button(lab: Lab, run: Run) -> None:
    """Go on from the step in view with the knobs as they stand, as a new run."""
    st.button(
        _("Fork from the step in view"),
        icon=":material/call_split:",
        width="stretch",
        key="fork",
        help=_("A new run that starts from this checkpoint and trains on with the knobs below."),
        on_click=lambda: start(lab, parent=run, step=standing(store().checkpoints(run.id)).step),
    )


def start(lab: Lab, parent: Run | None = None, step: int | None = None) -> None:
    """Create the run and hand it to the engine; what cannot be is said in the panel and nothing is lost."""
    state.forget("complaint")
    try:
        config = {knob.name: view.value_of(knob) for knob in lab.knobs}
        configure(lab.config, config)
        if parent is not None and step is not None:
            run = store().fork(parent.id, step, config)
        else:
            own = state.get(f"own:{lab.key}")
            named = {"data": own.file, "data_name": own.name} if own and state.get("use_own", True) else {}
            run = store().create(lab.key, config, view.value_of(SEED), **named)
        engine().submit(run.id)
        show(run.id)
        st.rerun()  # the whole page, not only the panel that a button may be in
    except InputError as error:
        state.put("complaint", error)
