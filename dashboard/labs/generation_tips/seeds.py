"""The figure over training: how the networks of each seed did on held-out examples, with the remedy and without."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.labs.generation_tips.observations import helps, hurts, unclear
from core.runs.store import Run
from dashboard.labs.generation_tips.components.tip import SIDES, titles
from dashboard.labs.generation_tips.story import METRICS
from dashboard.labs.generation_tips.subject import Generated, seeds_of
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.runs import ACTIVE
from dashboard.resources import checkpoints_of


def seeds(subject: Generated) -> None:
    """A line for each network of each training with these knobs."""
    from dashboard.labs.generation_tips.charts.seeds import seeds_chart

    runs = seeds_of(subject.lab, subject.moment.run)
    points = [
        {
            "kind": side,
            "run": _("seed {seed}", seed=run.seed),
            "step": point.step,
            "value": point.metrics[f"{side}_tip"],
        }
        for run in runs
        for point in checkpoints_of(run)
        for side in SIDES
        if f"{side}_tip" in point.metrics
    ]
    if not points:
        return
    names: dict[str, str] = dict(zip(SIDES, map(_, titles(subject.tip)), strict=True))
    labels = {"step": _("training step"), "value": _(METRICS[subject.tip]), "run": _("run")}
    st.altair_chart(
        seeds_chart(pd.DataFrame(points), names, labels),
        width="stretch",
        key="seeds:chart",
        alt=_("Line chart over training steps: how the networks of each seed did, with the remedy and without"),
    )
    note(
        _("Each line is a network, measured on held-out examples at its checkpoints."),
        *observed(helps, hurts, unclear, of=_ends(runs)),
    )


def _ends(runs: list[Run]) -> tuple[list[float], list[float]]:
    """How those that are done did in the end, without the remedy and with it."""
    done = [checkpoints_of(run)[-1].metrics for run in runs if run.state not in ACTIVE]
    found = [metrics for metrics in done if "with_tip" in metrics]
    return [metrics["without_tip"] for metrics in found], [metrics["with_tip"] for metrics in found]
