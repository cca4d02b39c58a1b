"""Which run a page shows, and which one stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from core.errors import InputError
from core.knobs import knobs_of
from core.lab import Lab
from core.runs.records import FIXED, UPLOADED
from core.runs.store import TITLE_LENGTH, Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import BESIDE, RUN, Name
from dashboard.language import translate as _
from dashboard.panels.time_travel import stand_at_the_newest
from dashboard.resources import engine, store

ACTIVE = frozenset({"queued", "running", "paused"})
"""States in which a run may still change by itself or by a button."""


STANDINGS = {
    "queued": "waits at step {step} of {steps}",
    "running": "trains, step {step} of {steps}",
    "paused": "paused at step {step} of {steps}",
    "stopped": "stopped at step {step} of {steps}",
    "finished": "finished, {step} steps",
    "failed": "ended at step {step}",
    "interrupted": "interrupted at step {step}",
}
"""How the list of runs says where a run stands (message ids)."""


def name_of(run: Run, lab: Lab) -> str:
    """What a viewer calls a run, whatever it is doing: when it was made, what is unusual about it, its seed, and a few
    letters of its id.
    """
    return _joined(run, lab)


def described(run: Run, lab: Lab) -> str:
    """Its name, and where it stands now."""
    words = STANDINGS.get(run.state)
    return _joined(run, lab, _(words, step=f"{run.step:,}", steps=f"{run.max_steps:,}") if words else "")


def _joined(run: Run, lab: Lab, standing: str = "") -> str:
    if run.state == UPLOADED:
        return _("Uploaded: {name}", name=run.data_name) + f" · {run.id[:4]}"
    unusual = [
        f"{_(k.label)} {run.config[k.name]}"
        for k in knobs_of(lab.config)
        if run.config.get(k.name, k.default) != k.default
    ]
    if run.state == "shipped":
        return f"{_('Shipped run')}: {', '.join(unusual)}" if "." in run.id else _("Shipped run")  # one of several
    if run.data_name:
        unusual.insert(0, run.data_name)
    told = run.title or ", ".join(unusual[:3]) + (" …" if len(unusual) > 3 else "") or _("defaults")
    parts = [_when(run), told, _("and others") if run.leads else "", standing, f"{_('seed')} {run.seed}", run.id[:4]]
    return " · ".join(part for part in parts if part)


def _when(run: Run) -> str:
    """When a run was made, by the viewer's clock: the time of today, or the date too."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    made = run.created.astimezone(zone)
    return f"{made:%H:%M}" if made.date() == datetime.now(zone).date() else f"{made:%Y-%m-%d %H:%M}"


def look_at(*runs: Run | None) -> None:
    """Say that a viewer looks at these runs, and at all that were started together with them: a run that was started
    here trains as long as somebody does.
    """
    if ids := [run.id for run in runs if run is not None and run.state not in FIXED]:
        with suppress(InputError):  # a store that cannot be written to trains nothing either
            engine().look(ids)


def choose_run(lab: Lab) -> Run | None:
    """The run in view: the link's, else the shipped one, else the newest; None where there is none at all."""
    runs = {run.id: run for run in store().runs(lab.key)}
    wanted = _linked(RUN, lab, runs)
    if not runs:
        return None
    shown = wanted or next((run for run in runs.values() if run.state == "shipped"), next(iter(runs.values())))
    key = _key("run_choice", shown)
    state.put(key, shown.id)
    choice, pen = st.columns([3, 1], gap="xsmall", vertical_alignment="bottom")
    choice.selectbox(
        _("Run in view"),
        list(runs),
        format_func=lambda run_id: described(runs[run_id], lab),
        key=key,
        on_change=lambda: _turn_to(meant(state.get(key), runs), shown),
    )
    if shown.state not in FIXED:
        with pen.popover(":material/edit:", help=_("Give this run a name"), width="stretch", key="rename"):
            _name_field(shown)
    return shown


def meant(chosen: str | None, runs: Mapping[str, Run]) -> str | None:
    """The id of the run that was chosen.

    A browser says a choice in the words that it shows; a run that has trained on since is described in other words now,
    and is known by the letters of its id, with which they end.
    """
    if chosen is None or chosen in runs:
        return chosen
    letters = chosen.rpartition(" · ")[2]
    return next((run_id for run_id in runs if run_id.startswith(letters)), None)


def _turn_to(run_id: str | None, shown: Run) -> None:
    if run_id not in (None, shown.id):
        show(run_id)


def _name_field(run: Run) -> None:
    key = f"title:{run.id}"
    st.text_input(
        _("Name of this run"),
        run.title or "",
        max_chars=TITLE_LENGTH,
        key=key,
        help=_("Everybody on this server sees it. Without one, a run is called by what is unusual about it."),
        on_change=lambda: _rename(run.id, state.get(key)),
    )


def _rename(run_id: str, title: str) -> None:
    state.forget("complaint")
    try:
        store().rename(run_id, title)
    except InputError as error:
        state.put("complaint", error)


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
        format_func=lambda run_id: described(runs[run_id], lab),
        key=key,
        on_change=lambda: view.write(BESIDE, meant(state.get(key), runs)),
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
