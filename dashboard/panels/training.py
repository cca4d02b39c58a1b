"""The side of a page: the run, its buttons, how its loss falls, the knobs of the next one."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.lab import Lab
from core.runs.records import FIXED
from core.runs.store import Run
from dashboard import state
from dashboard.charts.training import held_out, loss_curve
from dashboard.language import translate as _
from dashboard.panels import new_run
from dashboard.panels.controls import controls, learning_rate, status
from dashboard.panels.runs import ACTIVE, choose_other, choose_run, name_of
from dashboard.panels.time_travel import standing
from dashboard.resources import store

POINTS = 300
"""How many points of a loss curve are drawn, however long the run."""

TICK = 1.0
"""Seconds between two looks at the curves of a run that trains."""

FIGURES = {
    "bits_per_character": "bits per character, held out",
    "slot_accuracy": "slot accuracy, held out",
    "accuracy": "accuracy, held out",
    "exact_match": "exact match, held out",
    "alignment_error_rate": "alignment error rate, held out",
    "error_rate": "error rate, held out",
    "alignment_ms": "ms from the true sound, held out",
    "monotonic": "share of steps forwards, held out",
    "bits_per_pixel": "bits per pixel, held out",
    "gold_share": "best head’s weight on the answer",
}
"""The held-out figures that are drawn over training, and what their axis says (message ids)."""


def training_panel(lab: Lab) -> tuple[Run | None, Run | None, Callable[[], None]]:
    """Draw the panel but for what changes while it trains; return the run in view, the run beside it, and what draws
    the rest.

    Curves take as long to draw as everything else on a page together: so the pictures go first.
    """
    new_run.train_button(lab)
    run = choose_run(lab)
    other = choose_other(lab, run) if run else None
    state.put("moving", _moving(run, other))
    place = st.container()
    with st.expander(_("Knobs of the next run"), icon=":material/tune:", expanded=False):
        new_run.knobs(lab)

    def rest() -> None:
        with place:
            st.fragment(_live, run_every=TICK if _moving(run, other) else None, key="training")(
                lab, run.id, other.id if other else None
            )

    return run, other, rest


def _moving(*runs: Run | None) -> bool:
    return any(run is not None and run.state in ACTIVE for run in runs)


def _live(lab: Lab, run_id: str, other_id: str | None) -> None:
    """What changes while it trains: buttons, status, curves."""
    run = store().get(run_id)
    other = store().get(other_id) if other_id else None
    if _moving(run, other) != state.get("moving"):
        st.rerun()  # the whole page: its clocks start or stop
    losses = _losses([run, other], lab)
    controls(run)
    status(run, _rate(run, losses))
    if run.state in ACTIVE:
        learning_rate(run, lab)
    points = store().checkpoints(run.id)
    if points and run.state not in FIXED:
        new_run.fork_button(lab, run)
    _curves(lab, run, other, losses)


def _losses(runs: list[Run | None], lab: Lab) -> pd.DataFrame:
    parts = []
    for run in filter(None, runs):
        rows = pd.DataFrame(
            store().metrics(run.id, every=max(1, run.step // POINTS)), columns=["step", "train_loss", "cpu_seconds"]
        )
        rows["smooth"] = rows["train_loss"].ewm(span=12, adjust=True).mean()
        parts.append(rows.assign(run=name_of(run, lab)))
    return pd.concat(parts, ignore_index=True)


def _rate(run: Run, losses: pd.DataFrame) -> float | None:
    """Steps a (processor) second over the last points, or None before there are two."""
    last = losses.tail(20)
    if run.state != "running" or len(last) < 2:
        return None
    seconds = last["cpu_seconds"].iloc[-1] - last["cpu_seconds"].iloc[0]
    return (last["step"].iloc[-1] - last["step"].iloc[0]) / seconds if seconds > 0 else None


def _curves(lab: Lab, run: Run, other: Run | None, losses: pd.DataFrame) -> None:
    points = [(name_of(r, lab), point) for r in (run, other) if r for point in store().checkpoints(r.id)]
    if losses.empty or not points:
        return
    step = standing([point for name, point in points if name == points[0][0]]).step
    checkpoints = pd.DataFrame([(name, point.step) for name, point in points], columns=["run", "step"])
    labels = {
        "step": _("training step"),
        "loss": _("loss, squared error") if run.config.get("task") == "adding" else _("loss, nats per token"),
    }
    st.altair_chart(
        loss_curve(losses, checkpoints, step, labels),
        width="stretch",
        key="loss",
        alt=_("Line chart of the training loss over training steps, with a tick at every checkpoint"),
    )
    st.caption(_("Lower is better. Ticks are checkpoints you can travel to; the vertical line is the step in view."))
    for name, label in FIGURES.items():
        rows = [(run_name, point.step, point.figures[name]) for run_name, point in points if name in point.figures]
        if rows:
            figures = pd.DataFrame(rows, columns=["run", "step", "value"])
            st.altair_chart(
                held_out(figures, step, {"step": _("training step"), "value": _(label)}),
                width="stretch",
                key=f"figure:{name}",
                alt=_(label),
            )
