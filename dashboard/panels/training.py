"""The side of a page: the run, its buttons, how its loss falls, the knobs of the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import InputError
from core.lab import Lab
from core.runs.records import FIXED, Checkpoint
from core.runs.store import Run
from core.task import Metric
from dashboard import state
from dashboard.charts.training import held_out, loss_curve
from dashboard.frame import owner
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels import new_run
from dashboard.panels.controls import controls, learning_rates, status
from dashboard.panels.costs import costs
from dashboard.panels.open_run import open_run
from dashboard.panels.runs import ACTIVE, choose_other, choose_run, look_at, name_of
from dashboard.panels.time_travel import standing
from dashboard.resources import engine, store

POINTS = 300
"""How many points of a loss curve are drawn, however long the run."""

TICK = 1.0
"""Seconds between two looks at the curves of a run that trains."""

UNITS = {"lower": "{unit}, lower is better", "higher": "{unit}, higher is better"}
"""What the axis of a metric says (message ids)."""


def training_panel(lab: Lab) -> tuple[Run | None, Run | None, Callable[[], None]]:
    """Draw the panel but for what changes while it trains; return the run in view, the run beside it, and what draws
    the rest.

    Curves take as long to draw as everything else on a page together: so the pictures go first.
    """
    engine().hint(lab.key)
    new_run.train_button(lab)
    costs(lab)
    new_run.told_left()
    run = choose_run(lab)
    other = choose_other(lab, run) if run else None
    state.put("moving", _moving(run, other))
    place = st.container(key="training_panel") if run else st.container()
    if run:
        place.empty()  # what stands below it is where it will be, before the curves are there
    with st.expander(_("Knobs of the next run"), icon=":material/tune:", expanded=False):
        new_run.knobs(lab)
    open_run(lab)

    def rest() -> None:
        if run is None:
            return
        with place:
            st.fragment(_live, run_every=TICK if _moving(run, other) else None, key="training")(
                lab, run.id, other.id if other else None
            )

    return run, other, rest


def _moving(*runs: Run | None) -> bool:
    return any(run is not None and run.state in ACTIVE for run in runs)


def _live(lab: Lab, run_id: str, other_id: str | None) -> None:
    """What changes while it trains; a store that does not answer is told of, and asked again."""
    try:
        _now(lab, run_id, other_id)
    except InputError as error:
        st.warning(sentence(error))


def _now(lab: Lab, run_id: str, other_id: str | None) -> None:
    """Buttons, status, curves."""
    run = owner.run_of(run_id)
    other = owner.run_of(other_id) if other_id else None
    look_at(run, other)
    if _moving(run, other) != state.get("moving"):
        st.rerun()  # the whole page: its clocks start or stop
    rows = {r.id: store().metrics(r.id, every=max(1, r.step // POINTS)) for r in (run, other) if r}
    controls(run)
    status(run, lab)
    if run.state in ACTIVE:
        learning_rates(run, lab)
    points = store().checkpoints(run.id)
    if points and run.state not in FIXED:
        new_run.fork_button(lab, run)
    _curves(lab, [r for r in (run, other) if r], rows)


def _curves(lab: Lab, runs: Sequence[Run], rows: Mapping[str, Sequence[Mapping[str, float]]]) -> None:
    """Every metric of the run in view; beside it that of the other run, where this is the same metric."""
    points = {run.id: store().checkpoints(run.id) for run in runs}
    if not rows[runs[0].id] or not points[runs[0].id]:
        return
    step = standing(points[runs[0].id]).step
    for metric in lab.metrics_of(runs[0].config):
        alike = [run for run in runs if metric in lab.metrics_of(run.config)]
        if metric.measured == "step":
            _step_curve(metric, {name_of(run, lab): (rows[run.id], points[run.id]) for run in alike}, step)
        else:
            _held_out_curve(metric, {name_of(run, lab): points[run.id] for run in alike}, step)


def _step_curve(
    metric: Metric, runs: Mapping[str, tuple[Sequence[Mapping[str, float]], Sequence[Checkpoint]]], step: int
) -> None:
    parts = []
    for name, (rows, _points) in runs.items():
        found = [(name, row["step"], row[metric.name]) for row in rows if metric.name in row]
        part = pd.DataFrame(found, columns=["run", "step", "value"])
        parts.append(part.assign(smooth=part["value"].ewm(span=12, adjust=True).mean()))
    values = pd.concat(parts, ignore_index=True)
    if values.empty:
        return
    ticks = [(name, point.step) for name, (_rows, points) in runs.items() for point in points]
    checkpoints = pd.DataFrame(ticks, columns=["run", "step"])
    _named(metric).vega_lite_chart(
        spec=loss_curve(values, checkpoints, step, _labels(metric), zero=metric.range[0] == 0),
        width="stretch",
        key="loss" if metric.name == "train_loss" else f"loss:{metric.name}",
        alt=_("Line chart over training steps, with a tick at every checkpoint: {metric}", metric=_(metric.label)),
    )
    if metric.name == "train_loss":
        st.caption(_("Ticks are checkpoints you can travel to; the vertical line is the step in view."))


def _held_out_curve(metric: Metric, runs: Mapping[str, Sequence[Checkpoint]], step: int) -> None:
    rows = [
        (name, point.step, point.metrics[metric.name])
        for name, points in runs.items()
        for point in points
        if metric.name in point.metrics
    ]
    if rows:
        _named(metric).vega_lite_chart(
            spec=held_out(
                pd.DataFrame(rows, columns=["run", "step", "value"]),
                step,
                _labels(metric),
                zero=metric.range[0] == 0,
            ),
            width="stretch",
            key=f"metric:{metric.name}",
            alt=_(metric.label),
        )


def _named(metric: Metric) -> DeltaGenerator:
    """Where the curve of a metric stands; what is saved of it is named after it."""
    return st.container(key=f"{metric.name}_curve")


def _labels(metric: Metric) -> dict[str, str]:
    unit = _(metric.unit)
    axis = _(UNITS[metric.better], unit=unit) if metric.better else unit
    return {"step": _("training step"), "value": _(metric.label), "axis": axis}
