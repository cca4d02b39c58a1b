"""Play, pause, step, stop, reset; what the run is doing; its learning rate while it trains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.course import lab_of
from core.lab import Lab
from core.runs.records import FIXED, SHIPPED
from core.runs.store import Run, budget
from core.task import RATE
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import DECADES, RUN
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.runs import look_at, name_of, show
from dashboard.panels.trying import COMPLAINT, tried
from dashboard.resources import engine, store

MOST_AHEAD = 3
"""How many of the runs ahead of one in the line are named."""

GOES_ON = frozenset({"paused", "stopped", "interrupted", "finished", "failed"})
"""States that play leads out of."""


def controls(run: Run) -> None:
    """The five buttons of a run; those that make no sense in its state are grey."""
    running = run.state in ("running", "queued")
    may = owner.may_change(run)
    resumable = run.state in GOES_ON and may
    play, step, stop, reset = st.columns([2.4, 1, 1, 1], gap="xsmall")
    if running:
        play.button(
            _("Pause"),
            icon=":material/pause:",
            help=_("Let it wait where it is"),
            key="pause",
            width="stretch",
            disabled=not may,
            on_click=tried(owner.pause, run.id),
        )
    else:
        play.button(
            _("Train on") if run.state == "finished" else _("Play"),
            icon=":material/play_arrow:",
            help=(
                _("Go on training this run, for {steps} more steps", steps=f"{budget(run.lab):,}")
                if run.state == "finished"
                else _("Go on training this run")
            ),
            key="play",
            width="stretch",
            disabled=not resumable,
            on_click=tried(owner.play, run.id),
        )
    step.button(
        ":material/skip_next:",
        help=_("One training step"),
        key="advance",
        width="stretch",
        disabled=not resumable,
        on_click=tried(owner.advance, run.id),
    )
    stop.button(
        ":material/stop:",
        help=_("Stop and keep what it has learnt"),
        key="stop",
        width="stretch",
        disabled=run.state not in ("running", "queued", "paused") or not may,
        on_click=tried(owner.stop, run.id),
    )
    name = f"reset:{run.id}"
    reset.container(key="reset").button(
        ":material/replay:",
        help=_(
            "Start over from the same seed, as a new run: on the same machine it repeats the same losses. This run"
            " waits meanwhile, unless somebody else looks at it."
        ),
        key=f"{name}:{pressed(name)}",
        width="stretch",
        disabled=run.state in FIXED,
        on_click=tried(once(name, _reset), run.id),
    )


def once(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    """`action`, done once however often its button is pressed before it is drawn anew: a double click makes one run.

    The key of the button has to hold how often it was `pressed`, so that the page knows a press that comes late from
    one of the button that is drawn now.
    """
    before = pressed(name)

    def act(*arguments: Any) -> None:
        if pressed(name) == before:
            state.put(f"pressed:{name}", before + 1)
            action(*arguments)

    return act


def pressed(name: str) -> int:
    """How often a viewer has pressed a button that makes a run."""
    return state.get(f"pressed:{name}", 0)


def _reset(run_id: str) -> None:
    turn_from(run_id, owner.start_over(run_id))


def turn_from(old: str, new: Run) -> None:
    """Turn the page from a run to one that was made of it (from a callback); the old one waits, and this is said."""
    look_at(new)
    if store().get(old).state in ("running", "queued"):
        store().queue.look_away(old)
        st.toast(_("The run that you came from waits now, unless somebody else looks at it."), icon=":material/info:")
    show(new.id)
    st.rerun()  # the whole page, not only the panel that the button is in


def status(run: Run, lab: Lab) -> None:
    """One line on what the run is doing, and one on why it ended if it ended badly."""
    if complaint := state.get(COMPLAINT):
        st.warning(sentence(complaint))
    step, steps = f"{run.step:,}", f"{run.max_steps:,}"
    lines = {
        "queued": _queued(run, lab),
        "running": _running(run),
        "paused": _("Paused at step {step} of {steps}", step=step, steps=steps),
        "stopped": _("Stopped at step {step} of {steps}", step=step, steps=steps),
        "failed": _("Ended at step {step}. Play goes on from the last checkpoint.", step=step),
        "interrupted": _(
            "Interrupted at step {step}: the worker stopped answering. Press play to go on from its last checkpoint.",
            step=step,
        ),
        "shipped": _(
            "Shipped with the app, trained to step {step}. Train a network of your own to watch it live.", step=step
        ),
        "uploaded": _("Uploaded; for inspection only."),
        "imported": _(
            "Its file holds weights only: it can be looked at, at {count} moments of its training.",
            count=len(store().checkpoints(run.id)),
        ),
    }
    if run.state == "finished":
        _finished(run)
    else:
        st.caption(lines[run.state])
        state.put("watched", run.id if run.state == "running" else None)
    if run.state != SHIPPED and not owner.may_change(run):
        st.caption(_("It is not yours to change. Fork it or start it over, and you have one of your own."))
    if run.origin:
        st.caption(_opened_from(run.origin))
    if run.failure:
        st.error(sentence(run.failure))


def _opened_from(origin: Mapping[str, str]) -> str:
    if not origin["made"]:
        return _("Opened from a file. There it was the run {run}.", run=plain(origin["run"]))
    return _(
        "Opened from a file. There it was the run {run}, made on {day}.",
        run=plain(origin["run"]),
        day=plain(origin["made"][:10]),
    )


def _running(run: Run) -> str:
    text = _("Training: step {step} of {steps}", step=f"{run.step:,}", steps=f"{run.max_steps:,}")
    if not run.pace or run.seconds_left is None:
        return text
    pace = _("{pace} steps per second", pace=f"{run.pace:.0f}" if run.pace >= 10 else f"{run.pace:.1f}")
    left = _("about {time} left", time=duration(run.seconds_left))
    return f"{text} · {left} · {pace}"


def duration(seconds: float) -> str:
    """A time in the unit that fits: seconds, minutes, hours."""
    if seconds < 90:
        return _("{count} s", count=f"{max(1, seconds):.0f}")
    if seconds < 5400:
        return _("{count} min", count=f"{seconds / 60:.0f}")
    return _("{count} h", count=f"{seconds / 3600:.1f}")


def _finished(run: Run) -> None:
    """Say that the budget is used up, and once more where everybody looks if the viewer has been waiting for it."""
    text = _("Finished: all {steps} steps are done.", steps=f"{run.step:,}")
    st.success(text, icon=":material/check_circle:")
    if state.get("watched") == run.id:
        st.toast(text, icon=":material/check_circle:")
    state.forget("watched")


def _queued(run: Run, lab: Lab) -> str:
    place = engine().queue_position(run.id)
    if not place:
        return _("Starting a worker …")
    ahead = [_named(store().get(other)) for other in engine().ahead(run.id)]
    more = " …" if len(ahead) > MOST_AHEAD else ""
    return _(
        "Waiting for its turn, number {place} in line, at step {step} of {steps}. Ahead of it: {runs}",
        place=place,
        step=f"{run.step:,}",
        steps=f"{run.max_steps:,}",
        runs="; ".join(ahead[:MOST_AHEAD]) + more,
    )


def _named(run: Run) -> str:
    """What is said of a run ahead in the line: nothing of one that is private."""
    return plain(name_of(run, lab_of(run.lab))) if owner.viewer().may_look(run) else _("a run of somebody else’s")


def learning_rates(run: Run, lab: Lab) -> None:
    """A slider on each learning rate of a run that trains; moving it acts on its next step."""
    may = owner.may_change(run)
    for knob in lab.rates:
        now = run.rates[knob.name]
        low, high = knob.bounds
        # The same options as long as the run is in view: a slider of a slow browser reports the place of its thumb.
        began = run.config[knob.name]
        options = sorted({rate for rate in DECADES if low <= rate <= high} | {began, now})
        key = f"rate:{run.id}:{knob.name}"
        start: dict[str, Any] = {
            "value": now
        }  # in every run of the page, for a browser that draws it anew begins there
        if state.get(key) not in (None, now):
            state.put(key, now)
            start = {}
        st.select_slider(
            _("Learning rate now") if knob.name == RATE else _("{knob} now", knob=_(knob.label)),
            options,
            format_func=lambda rate: f"{rate:g}",
            key=key,
            help=_("Takes effect on the next training step, and is remembered so that a replay repeats it."),
            disabled=not may,
            on_change=_set_rate,
            args=(run.id, key, knob.name),
            **start,
        )


def _set_rate(run_id: str, key: str, knob: str) -> None:
    """Ask for the rate that the slider stands at, if its run is still the one in view."""
    if view.read(RUN) in (None, run_id) and (rate := state.get(key)) != store().get(run_id).rates[knob]:
        tried(owner.set_rate, run_id, rate, knob)()
