"""Networks of several kinds that learn to fill slots from one seed: how they compare, live while they train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.lab import Lab
from core.nn.cells.family import kind_of
from core.runs.store import Run
from dashboard.frame import owner, view
from dashboard.labs.slot_filling.charts.comparison import comparison as chart
from dashboard.labs.slot_filling.names import COMPARISON
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.panels.comparison import refused, start
from dashboard.panels.runs import ACTIVE, look_at
from dashboard.panels.turning import choose_shipped
from dashboard.resources import shipped_with, store

TICK = 0.5
"""Seconds between two looks at networks that train."""

WORDS = {
    "memoryless": "memoryless",
    "deep": "{cell}, {layers} layers",
    "both": "{cell}, both directions",
    "slot_accuracy": "ambiguous words",
    "decided_earlier": "decided by an earlier word",
    "decided_later": "decided by a later word",
    "accuracy": "all words",
    "memoryless_ceiling": "the most that is possible without memory",
    "left_to_right_ceiling": "upper estimate of what is possible from left to right",
}
"""What networks, metrics and ceilings are called (message ids of the catalogues)."""

CEILINGS = ("memoryless_ceiling", "left_to_right_ceiling")


def networks(lab: Lab) -> list[Run]:
    """The networks of different kinds that ship with the lab, the simplest first."""
    return sorted(shipped_with(lab), key=_order)


def choose_network(lab: Lab, run: Run) -> None:
    """Buttons that turn the page to a network that ships with the lab."""
    choose_shipped(
        {network.id: kind_name(network.config) for network in networks(lab)},
        run,
        help=_(
            "Five networks that come with the app, trained alike from one seed. “Run in view” has those of your own."
        ),
    )


def compared_networks(lab: Lab) -> None:
    """Draw how several networks learn the lab's task, and the button that trains them all anew.

    The networks are those that ship with the lab; trained anew, they keep their knobs and their seed.
    """
    shipped = networks(lab)
    st.subheader(_("Five networks, one seed"), anchor=False)
    words, button = st.columns([3, 1], vertical_alignment="center")
    words.markdown(
        _(
            "The share of ambiguous words (cities, dates, times) whose slot is right, on sentences that no network"
            " ever saw. The dashed lines are counted in the data: the most that can be had without memory, and an"
            " upper estimate of what can be had by reading from left to right only, in which a beginning that occurs"
            " once counts as certain."
        )
    )
    button.button(
        _("Train all five"),
        icon=":material/trophy:",
        key="train_compared",
        width="stretch",
        on_click=start,
        args=(lab, [(run.config, run.seed) for run in shipped]),
        kwargs={
            "steps": max(run.max_steps for run in shipped),
            "then": lambda leader: view.write(COMPARISON, leader),
        },
        help=_("Trains the five networks anew from one seed, as many at a time as there are workers."),
    )
    refused()
    runs = _chosen(lab) or shipped
    ceilings = store().checkpoints(shipped[0].id)[-1].metrics
    st.fragment(_live, run_every=TICK if _moving(runs) else None, key="comparison")(
        [run.id for run in runs], {name: ceilings[name] for name in CEILINGS}, _moving(runs)
    )


def _chosen(lab: Lab) -> list[Run]:
    """The networks that the link names, if it does."""
    leader = view.read(COMPARISON)
    if leader is None:
        return []
    try:
        run = owner.run_of(leader)
        if run.lab != lab.key:
            raise InputError("The run in this link belongs to the lab {lab}; open it there.", lab=run.lab)
        look_at(run)
        return store().compared(run)
    except InputError as error:
        st.warning(sentence(error))
        view.write(COMPARISON, None)
        return []


def _moving(runs: Sequence[Run]) -> bool:
    return any(run.state in ACTIVE for run in runs)


def _live(run_ids: Sequence[str], ceilings: Mapping[str, float], moving: bool) -> None:
    try:
        runs = sorted(map(store().get, run_ids), key=_order)
    except InputError as error:
        st.warning(sentence(error))
        return
    if _moving(runs) != moving:
        st.rerun()  # the whole page: its clock stops
    names = {run.id: kind_name(run.config) for run in runs}
    points = {names[run.id]: store().checkpoints(run.id) for run in runs}
    metrics = pd.DataFrame(
        [(name, point.step, point.metrics["slot_accuracy"]) for name, kept in points.items() for point in kept],
        columns=["network", "step", "value"],
    )
    if metrics.empty:
        st.info(_("The first checkpoints are on their way."))
        return
    labels = {"network": _("network"), "step": _("training step"), "value": _("slot accuracy, held out")}
    st.altair_chart(
        chart(
            metrics,
            list(points),
            max(run.max_steps for run in runs),
            {_(WORDS[name]): value for name, value in ceilings.items()},
            labels,
        ),
        width="stretch",
        key="comparison_chart",
        alt=_("Line chart of the slot accuracy of five networks over training steps, with two dashed ceilings"),
    )
    shown = ("slot_accuracy", "decided_earlier", "decided_later", "accuracy")
    rows = [
        {labels["network"]: name, labels["step"]: kept[-1].step if kept else 0}
        | {_(WORDS[key]): kept[-1].metrics[key] if kept else None for key in shown}
        for name, kept in points.items()
    ]
    bars = {_(WORDS[key]): st.column_config.NumberColumn(format="percent") for key in shown}
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=bars, key="comparison_table")


def kind_name(config: Mapping[str, Any]) -> str:
    """What a network is called, after what sets it apart."""
    if config["cell"] == "none":
        return _(WORDS["memoryless"])
    cell = _(kind_of(config["cell"]).name)
    if config["bidirectional"]:
        return _(WORDS["both"], cell=cell)
    return _(WORDS["deep"], cell=cell, layers=config["layers"]) if config["layers"] > 1 else cell


def _order(run: Run) -> tuple[Any, ...]:
    """From the simplest network on."""
    config = run.config
    return config["cell"] != "none", config["bidirectional"], config["layers"], config["cell"]
