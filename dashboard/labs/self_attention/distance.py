"""The closer look "distance": who still knows what stood far back, attention or recurrence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.labs.self_attention.observations import distance_costs, distance_costs_nothing
from dashboard.frame.closer_look import steady
from dashboard.labs.self_attention.measured import parameters_at, reach_at
from dashboard.labs.self_attention.subject import WORDS, Looked
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.resources import shipped_by_name, store


def distance(subject: Looked) -> None:
    """Accuracy by distance of the run in view and of the networks of the same task that ship with the lab."""
    from dashboard.labs.self_attention.charts.heads import distance_chart

    st.latex(r"\text{accuracy}(\Delta) = P\big(\hat{y}_i = y_i \,\big|\, i - j = \Delta\big)")
    task = subject.moment.run.config["task"]
    shown = {
        _(WORDS[name]): store().checkpoints(run.id)[-1]
        for name, run in shipped_by_name(subject.lab, WORDS).items()
        if run.config["task"] == task and run.config["causal"] and run.id != subject.moment.run.id
    }
    shown = {f"{subject.moment.name} · {_('in view')}": steady(subject.moment).checkpoint} | shown
    rows = []
    with st.spinner(_("Held-out sequences are read …")):
        for name, checkpoint in shown.items():
            for reach in reach_at(checkpoint):
                rows.append(
                    {
                        "run": name,
                        "distance": reach.distance,
                        "accuracy": reach.right / reach.count,
                        "count": reach.count,
                    }
                )
    labels = {
        "distance": _("positions between question and answer"),
        "accuracy": _("accuracy, held out"),
        "count": _("answers"),
        "run": _("run"),
    }
    st.altair_chart(
        distance_chart(pd.DataFrame(rows), labels),
        width="stretch",
        key="distance:chart",
        alt=_("Line chart of the accuracy against the distance of the answer, one line per network"),
    )
    found = [
        sentence
        for name, checkpoint in shown.items()
        for sentence in observed(distance_costs_nothing, distance_costs, of=[name, reach_at(checkpoint)])
    ]
    note(
        _(
            "Each dot: how often the answer is right when it stands so many positions back, on held-out sequences of"
            " the lengths of the training. Attention reaches every position in one step; a recurrent state must carry"
            " everything through every step between."
        ),
        *found,
    )
    table = pd.DataFrame(
        [
            {
                _("Network"): _(WORDS[name]),
                _("parameters"): parameters_at(store().checkpoints(run.id)[-1]),
                _("training steps"): run.max_steps,
                _("CPU seconds"): store().metrics(run.id)[-1]["cpu_seconds"],
                _("accuracy, held out"): store().checkpoints(run.id)[-1].metrics["accuracy"],
                _("baseline"): store().checkpoints(run.id)[-1].metrics["baseline_accuracy"],
            }
            for name, run in shipped_by_name(subject.lab, WORDS).items()
            if run.config["task"] == task
        ]
    )
    percent = st.column_config.NumberColumn(format="percent")
    seconds = st.column_config.NumberColumn(format="%.1f")
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        column_config={_("accuracy, held out"): percent, _("baseline"): percent, _("CPU seconds"): seconds},
    )
    st.caption(
        _(
            "The shipped networks after the same number of training steps, with their number of weights and the"
            " processor time each took. The baseline looks nothing up: of letters it names any one of the sequence,"
            " of brackets it closes the last that opened. Without a mask, copying is no feat: the answer is the next"
            " token, and the network sees it."
        )
    )
