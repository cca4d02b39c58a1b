"""The closer look "longer": how often each decoder is right, with as many points as in training and with more."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.labs.pointer_network.geometry import MOST_TOURED
from core.runs.store import Checkpoint, Run
from dashboard.cache import computed_once
from dashboard.labs.pointer_network.subject import WORDS, Pointed
from dashboard.language import translate as _
from dashboard.resources import model_at, shipped_by_name, store, task_of

SIZES = range(3, 19)
"""Points of the sets that are measured on."""

COUNT = 150
"""Held-out sets of each size."""


def longer(subject: Pointed) -> None:
    """Accuracy over the number of points, of the run in view and of the shipped networks with the same task."""
    from dashboard.labs.pointer_network.charts.longer import accuracy_chart

    run = subject.moment.run
    shown = {f"{subject.moment.name} · {_('in view')}": (run, subject.steady().checkpoint)}
    shown |= {
        _(WORDS[name]): (other, store().checkpoints(other.id)[-1])
        for name, other in shipped_by_name(subject.lab, WORDS).items()
        if other.config["task"] == run.config["task"] and other.id != run.id
    }
    with st.spinner(_("Held-out sets are answered …")):
        rows = [
            {"run": name, "points": n, "accuracy": share}
            for name, of in shown.items()
            for n, share in _accuracies(*of).items()
        ]
    labels = {"run": _("run"), "points": _("points of a set"), "accuracy": _("right from beginning to end")}
    st.altair_chart(
        accuracy_chart(pd.DataFrame(rows), run.config["points"], _("most in training"), labels),
        width="stretch",
        key="longer:chart",
        alt=_("Line chart of the accuracy against the number of points, one line per network"),
    )
    st.caption(
        _(
            "Each dot: the share of {count} held-out sets that are answered right from beginning to end. The dashed"
            " line is the largest set of the training. A pointer answers with places of whatever input there is; a"
            " fixed vocabulary has {words} words for places, and no training on small sets can give it another.",
            count=COUNT,
            words=run.config["points"],
        )
    )


@computed_once
def _accuracies(run: Run, checkpoint: Checkpoint) -> dict[int, float]:
    """The share of right answers of a checkpoint of a run, by the number of points."""
    task, model = task_of(run), model_at(checkpoint)
    most = min(MOST_TOURED if model.config.task == "tour" else SIZES[-1], task.most)
    return {n: task.accuracy(model, n, COUNT) for n in SIZES if n <= most}
