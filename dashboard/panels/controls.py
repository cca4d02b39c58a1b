"""Play, pause, step, stop, reset; what the run is doing; its learning rate while it trains."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.runs.records import FIXED
from core.runs.store import Run
from core.task import RATE
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import RUN
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.runs import show
from dashboard.resources import engine, store

DECADES = tuple(float(f"{digit}e{power}") for power in range(-6, 3) for digit in (1, 2, 5))


def controls(run: Run) -> None:
    """The five buttons of a run; those that make no sense in its state are grey."""
    running = run.state in ("running", "queued")
    resumable = run.state in ("paused", "stopped", "interrupted", "finished")
    play, step, stop, reset = st.columns([2.4, 1, 1, 1], gap="xsmall")
    if running:
        play.button(
            ":material/pause:",
            help=_("Pause"),
            key="pause",
            width="stretch",
            on_click=_try(engine().pause, run.id),
            shortcut="Space",
        )
    else:
        play.button(
            ":material/play_arrow:",
            help=_("Go on training this run"),
            key="play",
            width="stretch",
            disabled=not resumable,
            on_click=_try(engine().play, run.id),
            shortcut="Space",
        )
    step.button(
        ":material/skip_next:",
        help=_("One training step"),
        key="advance",
        width="stretch",
        disabled=not resumable,
        on_click=_try(engine().advance, run.id),
    )
    stop.button(
        ":material/stop:",
        help=_("Stop and keep what it has learnt"),
        key="stop",
        width="stretch",
        disabled=run.state not in ("running", "queued", "paused"),
        on_click=_try(engine().stop, run.id),
    )
    reset.button(
        ":material/replay:",
        help=_("Start over from the same seed, as a new run: on the same machine it repeats the same losses"),
        key="reset",
        width="stretch",
        disabled=run.state in FIXED,
        on_click=_try(_reset, run.id),
    )


def _reset(run_id: str) -> None:
    show(engine().reset(run_id).id)
    st.rerun()  # the whole page, not only the panel that the button is in


def _try(action, *arguments):
    """A callback that keeps what went wrong as a sentence for the status line."""

    def act() -> None:
        state.forget("complaint")
        try:
            action(*arguments)
        except InputError as error:
            state.put("complaint", error)

    return act


def status(run: Run, rate: float | None) -> None:
    """One line on what the run is doing, and one on why it ended if it ended badly."""
    if complaint := state.get("complaint"):
        st.warning(sentence(complaint))
    step = f"{run.step:,}"
    lines = {
        "queued": _queued(run),
        "running": (
            _("Training · step {step} · {rate} steps a second", step=step, rate=f"{rate:.0f}")
            if rate
            else _("Training · step {step}", step=step)
        ),
        "paused": _("Paused at step {step}", step=step),
        "stopped": _("Stopped at step {step}", step=step),
        "finished": _("Finished at step {step}", step=step),
        "failed": _("Ended at step {step}", step=step),
        "interrupted": _(
            "Interrupted at step {step}: the worker stopped answering. Press play to go on from its last checkpoint.",
            step=step,
        ),
        "shipped": _(
            "Shipped with the app, trained to step {step}. Train a network of your own to watch it live.", step=step
        ),
        "uploaded": _("Uploaded; for inspection only."),
    }
    st.caption(lines[run.state])
    if run.failure:
        st.error(sentence(run.failure))


def _queued(run: Run) -> str:
    place = engine().queue_position(run.id)
    return (
        _("Starting a worker …") if not place else _("Waiting for a free worker, number {place} in line", place=place)
    )


def learning_rates(run: Run, lab: Lab) -> None:
    """A slider on each learning rate of a run that trains; moving it acts on its next step."""
    for knob in lab.rates:
        now = run.rates[knob.name]
        low, high = knob.bounds
        # The same options as long as the run is in view: a slider of a slow browser reports the place of its thumb.
        began = run.config[knob.name]
        options = sorted({rate for rate in DECADES if low <= rate <= high} | {began, now})
        key = f"rate:{run.id}:{knob.name}"
        known = state.get(key)
        if known not in (None, now):
            state.put(key, now)
        start: dict[str, Any] = {"value": now} if known is None else {}  # else it would begin at the first option
        st.select_slider(
            _("Learning rate now") if knob.name == RATE else _("{knob} now", knob=_(knob.label)),
            options,
            format_func=lambda rate: f"{rate:g}",
            key=key,
            help=_("Takes effect on the next training step, and is remembered so that a replay repeats it."),
            on_change=_set_rate,
            args=(run.id, key, knob.name),
            **start,
        )


def _set_rate(run_id: str, key: str, knob: str) -> None:
    """Ask for the rate that the slider stands at, if its run is still the one in view."""
    if view.read(RUN) in (None, run_id) and (rate := state.get(key)) != store().get(run_id).rates[knob]:
        store().set_learning_rate(run_id, rate, knob)
