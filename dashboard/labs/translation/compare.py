"""The closer look "compare": the same sentence under all match functions, or on every rung of the ladder."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st
import xarray as xr

from core.analyses.alignment import trace_error_rate
from core.errors import InputError
from core.labs.translation.observations import good_enough, sharp_and_wrong, sharpest
from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.lesson import TICK
from dashboard.frame.moment import Moment
from dashboard.labs.translation.charts.networks import learning_chart
from dashboard.labs.translation.components.gallery import Exhibit, gallery
from dashboard.labs.translation.names import COMPARE
from dashboard.labs.translation.networks import MATCHES, rungs
from dashboard.labs.translation.subject import Translated
from dashboard.language import sentence
from dashboard.language import translate as _
from dashboard.observed import note, observed
from dashboard.panels.comparison import Alternative, found, train_missing
from dashboard.panels.runs import ACTIVE, name_of
from dashboard.panels.turning import turn_to
from dashboard.resources import store

KEY = "networks"


def compare(subject: Translated) -> None:
    """What is compared; then a matrix a network, and how each has learnt."""
    kinds = {"match": _("Match functions"), "ladder": _("The ladder V1 to V5")}
    kind = view.choice(COMPARE, _("Compare"), kinds, label_visibility="collapsed")
    run = subject.moment.run
    places = MATCHES if kind == "match" else rungs(run.config)
    networks = found(run, places)
    train_missing(subject.lab, run, places, networks, key=f"train_{kind}")
    moving = _moving(networks)
    st.fragment(_live, run_every=TICK if moving and run.state not in ACTIVE else None, key="compare")(
        subject, places, kind, moving
    )


def _moving(runs: Sequence[Run | None]) -> bool:
    return any(run is not None and run.state in ACTIVE for run in runs)


def _live(subject: Translated, places: Sequence[Alternative], kind: str, moving: bool) -> None:
    try:
        runs = found(subject.moment.run, places)
        if _moving(runs) != moving:
            st.rerun()  # the whole page: its clock starts or stops
        traces = _matrices(subject, places, runs)
        _learning(places, runs)
    except InputError as error:
        st.warning(sentence(error))
        return
    if kind == "match":
        observations = observed(sharpest, sharp_and_wrong, of=[traces])
        note(
            _(
                "A dot product grows with the number of units, and saturates the softmax the earlier the more there"
                " are; divided by √H it stays softer. A cosine lies between −1 and 1, so after a softmax no weight"
                " gets large. W, and the small network v, W and U, are weights of their own to learn."
            ),
            *observations,
        )
    else:
        note(
            _(
                "V1 hands over one vector, V2 lets the decoder look back, V3 lets the encoder read in both directions,"
                " V4 stacks encoder layers with residual connections, V5 is GNMT in small."
            ),
            *observed(good_enough, of=[_exact_match(places, runs)]),
        )


def _exact_match(places: Sequence[Alternative], runs: Sequence[Run | None]) -> dict[str, float]:
    """The held-out exact match of the rungs that have been measured, at their newest checkpoint."""
    exact = {}
    for place, run in zip(places, runs, strict=True):
        points = store().checkpoints(run.id) if run else []
        if points and "exact_match" in (points[-1].metrics or {}):
            exact[place.title] = points[-1].metrics["exact_match"]
    return exact


def _matrices(subject: Translated, places: Sequence[Alternative], runs: Sequence[Run | None]) -> dict[str, xr.Dataset]:
    """Draw the translation by each network that is trained; return their traces by title."""
    here = subject.moment
    exhibits = []
    for place, run in zip(places, runs, strict=True):
        if run is None or not store().checkpoints(run.id):
            continue
        moment = (
            here
            if run.id == here.run.id
            else Moment(run, store().checkpoint(run.id, here.checkpoint.step), name_of(run, subject.lab))
        )
        trace = moment.trace(subject.text, reference=subject.reference)
        note, error = _note(moment, place, trace.sizes["source"]), trace_error_rate(trace)
        exhibits.append(Exhibit(run.id, place.title, place.formula, note, trace, error, current=run.id == here.run.id))
    if not exhibits:
        st.info(_("None of these networks is trained yet."))
        return {}
    gallery(
        exhibits,
        _("The same sentence, each network its own way"),
        _(
            "One matrix per network: a row is an output token, a column a source token, and every row adds up to 1."
            " Point at a cell and all of them mark that place; click a name and the page turns to that network."
        )
        if all(exhibit.trace.attrs["normalised"] for exhibit in exhibits)
        else _(
            "One matrix per network: a row is an output token, a column a source token. Red weights are positive, blue"
            " ones negative: without a softmax they are of any size and sum. Point at a cell and all of them mark that"
            " place; click a name and the page turns to that network."
        ),
        key=KEY,
        translate=_,
        on_change=lambda: turn_to(state.get(KEY)["chosen"]),
    )
    return {exhibit.title: exhibit.trace for exhibit in exhibits}


def _note(moment: Moment, place: Alternative, S: int) -> str:
    step = _("step {step}", step=f"{moment.checkpoint.step:,}")
    if place.changes["attention"] != "cosine":
        return step
    return f"{step} · " + _("no weight above {most}", most=f"{1 / (1 + (S - 1) * math.exp(-2)):.2f}")


def _learning(places: Sequence[Alternative], runs: Sequence[Run | None]) -> None:
    """Exact match and alignment error rate of each network over its training."""
    names = [place.title for place in places]
    columns = st.columns(2, gap="medium")
    shown = {"exact_match": _("exact match"), "alignment_error_rate": _("alignment error rate")}
    for column, (figure, title) in zip(columns, shown.items(), strict=True):
        rows = [
            (name, point.step, point.metrics[figure])
            for name, run in zip(names, runs, strict=True)
            if run is not None
            for point in store().checkpoints(run.id)
            if figure in point.metrics
        ]
        if not rows:
            continue
        labels = {"network": _("network"), "step": _("training step"), "value": _("{figure}, held out", figure=title)}
        column.altair_chart(
            learning_chart(pd.DataFrame(rows, columns=["network", "step", "value"]), names, labels),
            width="stretch",
            key=f"networks:{figure}",
            alt=_("Line chart of a figure over the training, one line per network"),
        )
