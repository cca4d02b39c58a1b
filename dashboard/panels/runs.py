"""Which run a page shows, and which one stands beside it."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from core.knobs import knobs_of
from core.lab import Lab
from core.runs.records import UPLOADED
from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import BESIDE, RUN, Name
from dashboard.language import translate as _
from dashboard.panels.time_travel import stand_at_the_newest
from dashboard.resources import store

ACTIVE = frozenset({"queued", "running", "paused"})
"""States in which a run may still change by itself or by a button."""


def name_of(run: Run, lab: Lab) -> str:
    """What a viewer calls a run: its own data and what is unusual about it, its seed, and a few letters of its id."""
    if run.state == UPLOADED:
        return _("Uploaded: {name}", name=run.data_name) + f" · {run.id[:4]}"
    unusual = [
        f"{k.name} {run.config[k.name]}" for k in knobs_of(lab.config) if run.config.get(k.name, k.default) != k.default
    ]
    if run.state == "shipped":
        return f"{_('Shipped run')}: {', '.join(unusual)}" if "." in run.id else _("Shipped run")  # one of several
    if run.data_name:
        unusual.insert(0, run.data_name)
    told = ", ".join(unusual[:3]) + (" …" if len(unusual) > 3 else "") or _("defaults")
    others = f" · {_('and others')}" if run.leads else ""
    return f"{told} · {_('seed')} {run.seed} · {run.id[:4]}{others}"


def choose_run(lab: Lab) -> Run | None:
    """The run in view: the link's, else the shipped one, else the newest; None where there is none at all."""
    runs = {run.id: run for run in store().runs(lab.key)}
    wanted = _linked(RUN, lab, runs)
    if not runs:
        return None
    shown = wanted or next((run for run in runs.values() if run.state == "shipped"), next(iter(runs.values())))
    key = _key("run_choice", shown)
    state.put(key, shown.id)
    st.selectbox(
        _("Run in view"),
        list(runs),
        format_func=lambda run_id: name_of(runs[run_id], lab),
        key=key,
        on_change=lambda: show(state.get(key)),
    )
    return shown


def choose_other(lab: Lab, shown: Run) -> Run | None:
    """The run beside it, if the viewer wants one."""
    runs = {run.id: run for run in store().runs(lab.key) if run.id != shown.id}
    other = _linked(BESIDE, lab, runs)
    if not runs:
        return None
    key = _key("beside_choice", shown, other)
    state.put(key, other.id if other else None)
    st.selectbox(
        _("Beside it"),
        list(runs),
        index=None,
        placeholder=_("nothing"),
        format_func=lambda run_id: name_of(runs[run_id], lab),
        key=key,
        on_change=lambda: view.write(BESIDE, state.get(key)),
    )
    return other


def _key(name: str, *runs: Run | None) -> str:
    """The key of a choice among runs while `runs` are in view.

    Once others are, it is another widget: a browser that has not yet heard of it cannot undo the turn of the page.
    """
    return ":".join([name, *(run.id if run else "" for run in runs)])


def show(run_id: str) -> None:
    """Turn the page to a run, at its newest step."""
    view.write(RUN, run_id)
    stand_at_the_newest()


def _linked(name: Name, lab: Lab, runs: dict[str, Run]) -> Run | None:
    """The run that the link names; it joins `runs` if it is too old for the list."""
    run_id = view.read(name)
    if run_id is None:
        return None
    if run_id in runs:
        return runs[run_id]
    try:
        run = store().get(run_id)
        if run.lab != lab.key:
            raise InputError("The run in this link belongs to the lab {lab}; open it there.", lab=run.lab)
    except InputError as error:
        view.refuse(name, error)
        return None
    runs[run.id] = run
    return run


def turn(run_id: str) -> None:
    """Turn the whole page to a run that was just started (from a callback)."""
    show(run_id)
    st.rerun()
