"""Which run a page shows, and which one stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from core.errors import InputError
from core.knobs import knobs_of
from core.lab import Lab
from core.runs.records import FIXED, SHIPPED, UPLOADED
from core.runs.store import Run
from dashboard import state
from dashboard.frame import owner, view
from dashboard.frame.names import BESIDE, RUN, Name
from dashboard.language import translate as _
from dashboard.markdown import plain
from dashboard.panels.belongings import belongings
from dashboard.panels.time_travel import stand_at_the_newest
from dashboard.panels.trying import COMPLAINT
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
        return _("Uploaded: {name}", name=run.title or run.data_name) + f" · {run.id[:4]}"
    unusual = [
        f"{_(k.label)} {run.config[k.name]}"
        for k in knobs_of(lab.config)
        if run.config.get(k.name, k.default) != k.default
    ]
    if run.state == "shipped":
        return f"{_('Shipped run')}: {', '.join(unusual)}" if "." in run.id else _("Shipped run")  # one of several
    if run.data_name:
        unusual.insert(0, run.data_name)
    title = run.title or ", ".join(unusual[:3]) + (" …" if len(unusual) > 3 else "") or _("defaults")
    parts = [_when(run), title, _("and others") if run.leads else "", standing, f"{_('seed')} {run.seed}", run.id[:4]]
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
    runs = {run.id: run for run in owner.runs_of(lab.key)}
    wanted = _linked(RUN, lab, runs)
    if not runs:
        return None
    shown = wanted or next((run for run in runs.values() if run.state == "shipped"), next(iter(runs.values())))
    choice, whose = st.columns([3, 1], gap="xsmall", vertical_alignment="bottom")
    with choice:
        _choose(_("Run in view"), described(shown, lab), _words(runs, lab), key="run_choice", chosen=show)
    if shown.state != SHIPPED:
        with whose:
            belongings(shown)
    return shown


def _words(runs: Mapping[str, Run], lab: Lab) -> dict[str, str]:
    """What a list says of each run, by its id; no two alike."""
    words = {run_id: described(run, lab) for run_id, run in runs.items()}
    seen = Counter(words.values())
    return {run_id: text if seen[text] == 1 else f"{text} · {run_id}" for run_id, text in words.items()}


def _choose(label: str, now: str, words: Mapping[str, str], *, key: str, chosen: Callable[[str], None]) -> None:
    """Draw a menu of what `words` says, under its label; its button says what is chosen `now`.

    It is no select box: that one tells with every click of a viewer what it shows, and in a busy browser what another
    one showed before it, so that the page would turn by itself. A menu tells what was clicked in it, once.
    """

    def clicked() -> None:
        if (one := state.get(key)) is not None:
            chosen(one)

    st.caption(label)
    st.menu_button(
        plain(now), list(words), format_func=lambda one: plain(words[one]), key=key, on_click=clicked, width="stretch"
    )


def choose_other(lab: Lab, shown: Run) -> Run | None:
    """The run beside it, if the viewer wants one."""
    runs = {run.id: run for run in owner.runs_of(lab.key) if run.id != shown.id}
    other = _linked(BESIDE, lab, runs)
    if not runs:
        return None
    nothing = {"": _("nothing")}
    _choose(
        _("Beside it"),
        described(other, lab) if other else nothing[""],
        {**(nothing if other else {}), **_words(runs, lab)},
        key="beside_choice",
        chosen=lambda run_id: view.write(BESIDE, run_id or None),
    )
    return other


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
    try:
        owner.viewer().check_look(run)
    except InputError as error:
        state.put(COMPLAINT, error)  # it stays when the page is drawn anew, without the run in its link
        view.write(name, None)
        return None
    runs[run.id] = run
    return run


def turn(run_id: str) -> None:
    """Turn the whole page to a run that was just started (from a callback)."""
    show(run_id)
    st.rerun()
