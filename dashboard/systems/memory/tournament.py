"""The tournament: who competes, how far they are, the ranking, and what it says beside Greff et al. 2017."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from core.analyses.significance import needed
from core.lab import Lab
from core.nn.cells.family import CELL_KEYS
from core.runs.comparison import REFERENCE, Comparison, Entry, Spread, Standing, standings
from core.runs.shipped import shipped_comparison
from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import SEED
from dashboard.language import translate as _
from dashboard.panels import comparison
from dashboard.panels.runs import ACTIVE, look_at, show, turn
from dashboard.resources import store
from dashboard.systems.memory.charts.tournament import small_multiples
from dashboard.systems.memory.measures import sizes
from dashboard.systems.memory.names import COMPARED_LENGTH, COMPARED_SEEDS, COMPARED_STEPS
from dashboard.systems.memory.paper import SHORT, WORDS, beside_the_paper

TICK = 1.0
"""Seconds between two looks at a tournament that goes on."""

STAGES = {
    "done": ("finished", "failed", "stopped"),
    "training": ("running",),
    "waiting": ("queued", "paused", "interrupted"),
}
"""States of runs, as they are counted while a tournament goes on."""


def tournament(lab: Lab, moment: Moment) -> None:
    """The form of a new tournament, and the ranking of the one in view."""
    _form(lab)
    comparison.refused()
    moving = any(run.state in ACTIVE for run in store().compared(moment.run))
    st.fragment(_ranking, run_every=TICK if moving else None, key="comparison")(lab, moment)


def entries_of(cohort: Sequence[Run]) -> list[Entry]:
    """The runs of a cohort as entries of a tournament."""
    return [
        Entry(
            cell=run.config["cell"],
            length=run.config["length"],
            seed=run.seed,
            state=run.state,
            run=run.id,
            parameters=sum(
                sizes(run.config["cell"], run.config["task"], run.config["hidden_size"], run.config["layers"])
            ),
            curve=tuple(
                (point.step, point.metrics["accuracy"], point.metrics["held_out_loss"])
                for point in store().checkpoints(run.id)
            ),
        )
        for run in cohort
    ]


def progress(cohort: Sequence[Run], key: str) -> None:
    """How far the runs of a cohort are together; the whole page runs again when the last one ends."""
    look_at(*cohort[:1])
    active = [run for run in cohort if run.state in ACTIVE]
    if state.get(key) and not active:
        state.put(key, False)
        st.rerun()
    state.put(key, bool(active))
    if len(cohort) < 2 or cohort[0].state == "shipped":
        return
    done = sum(min(run.step, run.max_steps) for run in cohort) / sum(run.max_steps for run in cohort)
    counts = {name: sum(run.state in states for run in cohort) for name, states in STAGES.items()}
    st.progress(
        min(1.0, done),
        _("{done} of {all} networks done, {training} training, {waiting} waiting", all=len(cohort), **counts),
    )


def _form(lab: Lab) -> None:
    """Who competes: task, length, start, cells, seeds, steps; all else as the knobs at the side stand."""
    knobs = {knob.name: knob for knob in lab.knobs}
    with st.expander(_("A tournament of your own"), icon=":material/trophy:", key="form"):
        task, start, seeds = st.columns(3, vertical_alignment="bottom")
        length, steps = st.columns(2, vertical_alignment="bottom")
        chosen = {
            "task": task.segmented_control(
                _("Task"),
                list(knobs["task"].choices),
                default=knobs["task"].default,
                key="compared_task",
                required=True,
                help=_(knobs["task"].help),
            ),
            "initialisation": start.segmented_control(
                _("Initialisation"),
                list(knobs["initialisation"].choices),
                default="uniform",
                key="compared_start",
                required=True,
                help=_(knobs["initialisation"].help),
            ),
        }
        at = view.slider(COMPARED_LENGTH, _("Length T"), at=length, default=knobs["length"].default)
        count = view.slider(
            COMPARED_SEEDS,
            _("Seeds"),
            at=seeds,
            help=_(
                "How many networks of each cell. To tell a difference from chance, V beside one other cell takes {two},"
                " all twelve cells take {all}.",
                two=needed(1),
                all=needed(len(CELL_KEYS) - 1),
            ),
        )
        budget = view.slider(COMPARED_STEPS, _("Training steps of each network"), at=steps, step=100)
        cells = st.pills(
            _("Cells"),
            CELL_KEYS,
            selection_mode="multi",
            default=CELL_KEYS,
            format_func=SHORT.__getitem__,
            key="compared_cells",
        )
        config = {knob.name: view.value_of(knob) for knob in lab.knobs} | chosen
        go, stop, status = st.columns([3, 3, 4], vertical_alignment="center")
        first = view.value_of(SEED)
        order = tuple(sorted(cells, key=lambda cell: cell != REFERENCE))  # V leads, so that the run in view is its
        entrants = Comparison(order, (at,), tuple(range(first, first + count)), budget, config)
        go.button(
            _("Start the tournament"),
            icon=":material/play_circle:",
            type="primary",
            key="start_cup",
            width="stretch",
            disabled=not cells,
            on_click=comparison.start,
            args=(lab, entrants.entrants()),
            kwargs={"steps": entrants.steps, "then": turn},
        )
        stop.button(
            _("Stop the tournament in view"),
            icon=":material/stop:",
            key="stop_cup",
            width="stretch",
            on_click=lambda: comparison.stop(state.get("compared_runs", ())),
        )
        status.caption(
            _(
                "{count} networks will queue, seed by seed. The knobs at the side hold for all of them.",
                count=len(cells) * count,
            )
        )
        if REFERENCE in cells and len(cells) > 1 and count < needed(len(cells) - 1):
            status.caption(
                _(
                    "With so many cells, it takes {needed} seeds to tell any difference from chance.",
                    needed=needed(len(cells) - 1),
                )
            )


def _ranking(lab: Lab, moment: Moment) -> None:
    """What changes while it goes on: progress, table, comparison, curves."""
    cohort = store().compared(moment.run)
    state.put("compared_runs", [run.id for run in cohort if run.state in ACTIVE])
    progress(cohort, "compared_moving")
    shipped = moment.run.state == "shipped"
    entries = shipped_comparison(lab.key) if shipped else entries_of(cohort)
    ranked = standings(entries)
    config = moment.run.config
    budget = (
        max((entry.curve[-1][0] for entry in entries if entry.curve), default=0) if shipped else moment.run.max_steps
    )
    seeds = len({entry.seed for entry in entries})
    st.markdown(
        _(
            "**{task}, T = {length}**: {cells} cells, {seeds} seeds each, {steps} training steps, H = {size}, {start}"
            " initialisation.",
            task=config["task"],
            length=config["length"],
            cells=len(ranked),
            seeds=seeds,
            steps=f"{budget:,}",
            size=config["hidden_size"],
            start=config["initialisation"],
        )
    )
    st.dataframe(
        pd.DataFrame([_row(place, row) for place, row in enumerate(ranked, 1)]),
        width="stretch",
        hide_index=True,
        key="table",
        height=38 + 35 * len(ranked),
        row_height=35,
        column_config={
            "accuracy": st.column_config.NumberColumn(_("accuracy, held out"), format="%.1f %%"),
            "place": st.column_config.NumberColumn("#", width=40),
            **{
                name: st.column_config.TextColumn(label, width=width)
                for name, label, width in (
                    ("cell", _("cell"), 60),
                    ("part", _("what is different"), 215),
                    ("range", _("range"), 95),
                    ("loss", _("loss"), 105),
                    ("steps", _("steps to 99 %"), 100),
                    ("done", _("done"), 50),
                )
            },
            "parameters": st.column_config.NumberColumn(_("parameters"), format="localized", width=85),
        },
    )
    st.caption(
        _(
            "Best first: by mean accuracy at the end, as it is written here, then by how soon 99 % was reached (at a"
            " checkpoint: these are an eighth of the steps apart), then by loss. Ranges are those over the seeds; only"
            " networks that are done count."
        )
    )
    beside_the_paper(ranked, moment, seeds)
    _curves(entries, ranked)
    if not shipped and len(cohort) > 1:
        _look_into(cohort)


def _row(place: int, row: Standing) -> dict[str, Any]:
    return {
        "place": place,
        "cell": SHORT[row.cell],
        "part": _(WORDS[row.cell]),
        "accuracy": 100 * row.accuracy.mean if row.accuracy else None,
        "range": _span(row.accuracy, "{:.0%}"),
        "loss": _span(row.loss, "{:.3f}"),
        "steps": f"{row.steps.mean:,.0f} ({row.solved}/{row.finished})" if row.steps else "–",
        "parameters": row.parameters,
        "done": f"{row.finished}/{row.entered}",
    }


def _span(values: Spread | None, form: str) -> str:
    return f"{form.format(values.low)} – {form.format(values.high)}" if values else "–"


def _curves(entries: Sequence[Entry], ranked: Sequence[Standing]) -> None:
    """Small multiples of the learning curves, in the order of the table."""
    st.subheader(_("How they learnt"), anchor=False)
    rows = [
        (SHORT[entry.cell], entry.seed, step, accuracy) for entry in entries for step, accuracy, _loss in entry.curve
    ]
    curves = pd.DataFrame(rows, columns=["cell", "seed", "step", "accuracy"])
    vanilla = curves[curves["cell"] == SHORT[REFERENCE]]
    reference = cast("pd.DataFrame", vanilla.groupby("step", as_index=False)["accuracy"].mean())
    labels = {"step": _("training step"), "accuracy": _("accuracy"), "seed": _("seed")}
    st.altair_chart(
        small_multiples(curves, [SHORT[row.cell] for row in ranked], reference, labels),
        key="curves",
        alt=_("Small line charts of accuracy over training steps, one for each cell"),
    )
    st.caption(
        _("Held-out accuracy over training, one line per seed. Grey: the mean of V, the vanilla LSTM, for comparison.")
    )


def _look_into(cohort: Sequence[Run]) -> None:
    """Turn the page, its pictures and its time travel to one of the networks."""
    runs = {run.id: run for run in cohort}

    def turn() -> None:
        if state.anew("compared_member") and (chosen := state.get("compared_member")):
            show(chosen)
            st.rerun()

    state.show("compared_member", state.get("compared_member"))
    st.selectbox(
        _("Look into one of its networks"),
        list(runs),
        index=None,
        key="compared_member",
        on_change=turn,
        placeholder=_("choose a network"),
        format_func=lambda run_id: f"{SHORT[runs[run_id].config['cell']]}, {_('seed')} {runs[run_id].seed}",
    )
