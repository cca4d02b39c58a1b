"""Start a run: its knobs, its seed, its text, from scratch or from the step in view."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import InputError
from core.knobs import Knob, configure
from core.lab import Lab
from core.runs.store import Run
from dashboard import address, state
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.controls import DECADES
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
    for complaint in address.complaints(lab.knobs):
        st.warning(sentence(complaint))
    for knob in lab.knobs:
        if len(knob.choices) != 1:
            _control(knob)
    st.number_input(
        _("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        value=0,
        key="seed",
        bind="query-params",
        help=_("The same seed and knobs give the same run, loss for loss."),
    )


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
        config = {knob.name: state.get(knob.name, knob.default) for knob in lab.knobs}
        configure(lab.config, config)
        if parent is not None:
            run = store().fork(parent.id, step, config)
        else:
            own = state.get(f"own:{lab.key}")
            named = {"data": own.file, "data_name": own.name} if own and state.get("use_own", True) else {}
            run = store().create(lab.key, config, state.get("seed", 0), **named)
        engine().submit(run.id)
        show(run.id)
        st.rerun()  # the whole page, not only the panel that a button may be in
    except InputError as error:
        state.put("complaint", error)


def _control(knob: Knob) -> Any:
    common = {"label": _(knob.label), "help": _(knob.help), "key": knob.name, "bind": "query-params"}
    if knob.choices:
        return st.selectbox(options=list(knob.choices), index=knob.choices.index(knob.default), **common)
    if isinstance(knob.default, bool):
        return st.toggle(value=knob.default, **common)
    if knob.log:
        options = sorted({value for value in DECADES if knob.low <= value <= knob.high} | {knob.default})
        return st.select_slider(options=options, value=knob.default, format_func=lambda value: f"{value:g}", **common)
    if isinstance(knob.default, int):
        return st.slider(min_value=int(knob.low), max_value=int(knob.high), value=knob.default, **common)
    return st.slider(
        min_value=float(knob.low), max_value=float(knob.high), value=float(knob.default), step=0.05, **common
    )
