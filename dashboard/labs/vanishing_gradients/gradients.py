"""Three cells side by side: how far back their errors reach before and during training, how far their memories do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.lab import Lab
from core.labs.vanishing_gradients.observations import exploded, kept, kept_along_the_cell_state, vanished
from core.nn.cells.family import kind_of
from core.runs.comparison import Comparison, standings
from core.runs.shipped import shipped_comparison
from core.runs.store import Run
from dashboard.frame import view
from dashboard.frame.moment import Moment
from dashboard.frame.names import SEED
from dashboard.labs.vanishing_gradients.charts.gradients import CELL_COLOURS, accuracy_over_length, gradient_norms
from dashboard.labs.vanishing_gradients.names import COMPARED_STEPS, THREE, TURNED
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.comparison import refused, start
from dashboard.panels.runs import ACTIVE, look_at, turn
from dashboard.panels.sampling import slider_row
from dashboard.panels.time_travel import nearest
from dashboard.resources import checkpoints_of, store
from dashboard.systems.memory.measures import accuracy_at, gradients_at, gradients_before_training, sizes
from dashboard.systems.memory.tournament import entries_of, progress

CELLS = ("lstm", "elman", "gru")
"""The three cells; the first one's run is the one in view."""

LENGTHS = (5, 10, 20, 50, 100, 200)
"""The lengths at which accuracy is measured."""

TICK = 0.5
"""Seconds between two looks at runs that train."""


def cell_names() -> dict[str, str]:
    """What the three cells are called, in the order of their colours."""
    return {key: _(kind_of(key).name) for key in CELL_COLOURS}


def before_training(lab: Lab) -> dict[str, Any]:
    """Sliders, and the gradient norms of three untrained networks that answer them; return the knobs of all three."""
    st.subheader(_("Before training: turn a slider"), anchor=False)
    config = {knob.name: view.value_of(knob) for knob in lab.knobs}
    turned = [knob for knob in lab.knobs if knob.name in TURNED]
    for column, knob in zip(slider_row(len(turned)), turned, strict=True):
        config[knob.name] = view.knob(knob, at=column, name=THREE + knob.name)
    norms = {cell: gradients_before_training({**config, "cell": cell}, view.value_of(SEED)) for cell in CELLS}
    _draw([part for cell, told in norms.items() for part in _rows(cell, told)], config["length"], "before")
    note(
        _(
            "Read from right to left: the error enters at t = T and flows back. Each grid line down is a factor of 100;"
            " a line that falls to the bottom has vanished, and what the network read that long ago can teach it"
            " nothing. Dotted: the way through the LSTM’s cell state."
        ),
        *_told(norms),
    )
    return config


def during_training(lab: Lab, moment: Moment, config: Mapping[str, Any]) -> None:
    """The same three lines for trained networks, at the step in view; the buttons that train them with these knobs."""
    st.subheader(_("During training: the same knobs, the same seed"), anchor=False)
    three, ladder, steps = st.columns([2, 3, 3], vertical_alignment="bottom")
    most = view.slider(COMPARED_STEPS, _("Training steps of each network"), at=steps, step=100)
    three.button(
        _("Train the three cells"),
        icon=":material/play_circle:",
        type="primary",
        key="train_compared",
        width="stretch",
        on_click=_train,
        args=(lab, config, (config["length"],), most),
        help=_(
            "Three runs with the sliders above, and with the knobs at the side for all else; the LSTM’s is the run in"
            " view."
        ),
    )
    ladder.button(
        _("Train them at six lengths"),
        icon=":material/stairs:",
        key="train_ladder",
        width="stretch",
        on_click=_train,
        args=(lab, config, (config["length"], *(length for length in LENGTHS if length != config["length"])), most),
        help=_(
            "Trains the three cells at T = 5, 10, 20, 50, 100 and 200 as well, for the picture of accuracy against T."
        ),
    )
    refused()
    cohort = store().compared(moment.run)
    moving = any(run.state in ACTIVE for run in cohort)
    st.fragment(_live, run_every=TICK if moving else None, key="trained")(lab, moment)


def _live(lab: Lab, moment: Moment) -> None:
    """What changes while the three train: curves, accuracies, progress."""
    cohort = store().compared(moment.run)
    members = alike(cohort, moment.run)
    points = {cell: point for cell, run in members.items() if (point := _point(run, moment))}
    norms = {cell: gradients_at(point) for cell, point in points.items()}
    rows = [part for cell, told in norms.items() for part in _rows(cell, told)]
    progress(cohort, "compared_moving")
    _draw(rows, moment.run.config["length"], "during")
    names = cell_names()
    for column, cell in zip(st.columns(len(names)), names, strict=True):
        if cell in points:
            metrics = points[cell].metrics
            column.metric(
                _("{cell}, step {step}", cell=names[cell], step=f"{points[cell].step:,}"),
                f"{metrics['accuracy']:.1%}",
                help=_("Held-out accuracy at this step of training."),
            )
    note(
        _(
            "The runs in view at the training step of the slider, and how often each is right on held-out sequences of"
            " T = {length}. Clipping (a knob at the side) shortens a gradient that explodes; it does not lengthen one"
            " that has vanished.",
            length=moment.run.config["length"],
        ),
        *_told(norms),
    )


def _told(norms: Mapping[str, Mapping[str, Sequence[float]]]) -> list[str]:
    """What is left of the gradient thirty steps back, cell by cell."""
    named = {cell_names()[cell]: told for cell, told in norms.items()}
    return observed(vanished, exploded, kept, kept_along_the_cell_state, of=[named])


def alike(cohort: Sequence[Run], run: Run) -> dict[str, Run]:
    """Those of a cohort that differ from `run` in nothing but their cell, by cell; of the three cells only."""
    same = (
        other
        for other in cohort
        if other.seed == run.seed and {**other.config, "cell": None} == {**run.config, "cell": None}
    )
    found = {other.config["cell"]: other for other in same}
    return {cell: found[cell] for cell in CELLS if cell in found}


def _point(run: Run, moment: Moment):
    """The checkpoint of a run at the step in view: its newest, where the run in view stands at its own newest."""
    points = store().checkpoints(run.id)
    if not points:
        return None
    newest = checkpoints_of(moment.run)[-1].step == moment.checkpoint.step
    return points[-1] if newest else nearest(points, moment.checkpoint.step)


def against_length(lab: Lab, moment: Moment) -> None:
    """Accuracy against T: of networks trained at each length, and of the networks in view at lengths they were not
    trained on.
    """
    st.subheader(_("How far does the memory reach?"), anchor=False)
    moving = any(run.state in ACTIVE for run in store().compared(moment.run))
    st.fragment(_lengths, run_every=2 * TICK if moving else None, key="lengths")(lab, moment)


def _lengths(lab: Lab, moment: Moment) -> None:
    """What changes while networks of several lengths train."""
    task, names = moment.run.config["task"], cell_names()
    labels = {"length": _("length T"), "accuracy": _("accuracy, held out"), "chance": _("chance")}
    look_at(moment.run)
    cohort = store().compared(moment.run)
    own = entries_of(cohort)
    several = len({entry.length for entry in own}) > 1
    entries = own if several or task != "recall" else shipped_comparison(lab.key)
    trained, tested = st.columns(2)
    with trained:
        st.markdown(_("**Trained at each T**"))
        rows = [
            (cell, length, row.accuracy.mean, row.accuracy.low, row.accuracy.high)
            for length in sorted({entry.length for entry in entries})
            for cell in names
            for row in standings([entry for entry in entries if (entry.cell, entry.length) == (cell, length)])
            if row.accuracy
        ]
        st.altair_chart(
            accuracy_over_length(_table(rows), _chance(task), labels, names),
            width="stretch",
            key="ladder",
            alt=_("Accuracy against the length at which networks were trained"),
        )
        st.caption(
            _(
                "Every point is a network of its own, trained for {steps} steps on sequences of that length; bars span"
                " its seeds.",
                steps=f"{_budget(entries):,}",
            )
        )
    with tested:
        st.markdown(_("**The networks in view, tested at other T**"))
        if any(run.state in ACTIVE for run in cohort):
            st.info(_("This is measured once the networks have stopped training."))
            return
        points = {cell: point for cell, run in alike(cohort, moment.run).items() if (point := _point(run, moment))}
        rows = [
            (cell, length, *[accuracy_at(point, length)] * 3)
            for cell, point in points.items()
            for length in (2, *LENGTHS)
        ]
        st.altair_chart(
            accuracy_over_length(_table(rows), _chance(task), labels, names),
            width="stretch",
            key="stretched",
            alt=_("Accuracy of the networks in view against the length of the sequences"),
        )
        st.caption(
            _(
                "Trained at T = {length}, tested on shorter and longer sequences: whether what they learnt is to hold"
                " on, or to count to T.",
                length=moment.run.config["length"],
            )
        )


def parameters(config: Mapping[str, Any]) -> None:
    """How many numbers each cell learns: the same at every T."""
    st.subheader(_("What does a longer memory cost?"), anchor=False)
    st.latex(
        r"\text{Elman: } H(I + H + 2) \qquad \text{GRU: } 3\,H(I + H + 2) \qquad \text{LSTM: } 4\,H(I + H + 2)"
        r"\qquad \text{whatever } T"
    )
    counts = {cell: sizes(cell, config["task"], config["hidden_size"], config["layers"]) for cell in CELL_COLOURS}
    for column, (cell, (inside, above)) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(
            _(kind_of(cell).name),
            f"{inside:,}",
            _("{times} × Elman, and {above} to answer", times=f"{inside / counts['elman'][0]:g}", above=f"{above:,}"),
            delta_color="off",
            delta_arrow="off",
        )
    st.caption(
        _(
            "Parameters of the cell with H = {size}, at T = 5 as at T = 200: the same weights are used at every step.",
            size=config["hidden_size"],
        )
    )


def _train(lab: Lab, config: Mapping[str, Any], lengths: tuple[int, ...], steps: int) -> None:
    competition = Comparison(CELLS, lengths, (view.value_of(SEED),), steps, config)
    start(lab, competition.entrants(), steps=steps, then=turn)


def _rows(cell: str, gradients: Mapping[str, Sequence[float]]) -> list[tuple[str, str, float, float]]:
    return [
        (cell, name, time, norm)
        for name in ("hidden_state", "cell_state")
        for time, norm in zip(gradients["time"], gradients.get(name, ()), strict=False)
    ]


def _draw(rows: list[tuple[str, str, float, float]], length: int, key: str) -> None:
    labels = {
        "time": _("time t"),
        "norm": _("gradient norm"),
        "vanished": _("below a hundred-millionth: lost in the noise of the newer steps"),
        "hidden_state": "‖∂L/∂hₜ‖",
        "cell_state": "‖∂L/∂cₜ‖",
    }
    st.container(key=f"room_gradients_{key}").altair_chart(
        gradient_norms(pd.DataFrame(rows, columns=["cell", "state", "time", "norm"]), length, labels, cell_names()),
        width="stretch",
        key=f"gradients:{key}",
        alt=_("Line chart of gradient norms over time, one line per cell, on a logarithmic scale"),
    )


def _table(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["cell", "length", "accuracy", "low", "high"])


def _budget(entries: Sequence[Any]) -> int:
    return max((entry.curve[-1][0] for entry in entries if entry.curve), default=0)


def _chance(task: str) -> float:
    from core.systems.memory.data import chance

    return chance(task)
