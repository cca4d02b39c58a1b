"""What whoever keeps the server sees and does: how it stands, all runs, the rooms, the limits."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.limits import limits
from dashboard import state
from dashboard.frame import owner, view
from dashboard.heading import heading
from dashboard.language import translate as _
from dashboard.panels.run_list import run_list
from dashboard.resources import store
from dashboard.room.hub import hub
from dashboard.server.chores import clean_now
from dashboard.server.meters import meters
from dashboard.server.status import disk, status

GIGABYTE = 2**30


def standing() -> None:
    """How the server stands, in eight numbers."""
    now, taken, most = status(), disk(), limits()
    if now.stuck:
        st.error(_("Runs wait and no worker gives signs of life. The server’s log says why; start the app again."))
    figures = {
        _("in training"): f"{now.runs.get('running', 0)} / {now.workers}",
        _("in line"): f"{now.line}",
        _("the first has waited"): _("{count} s", count=f"{now.oldest:.0f}"),
        _("runs"): f"{sum(now.runs.values()):,}",
        _("pages open"): f"{meters().open_pages:.0f}",
        _("rooms"): f"{now.rooms}",
        _("on the disk"): f"{taken.taken / GIGABYTE:.2f} / {most.disk_gb:g} GB",
        _("free there"): f"{taken.free / GIGABYTE:.1f} GB",
    }
    for column, (name, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(name, value)


def rooms() -> None:
    """The rooms that are open, each with a button that closes it."""
    st.subheader(_("Rooms"), anchor=False, divider="gray")
    try:
        open_now = hub().open_rooms()
    except InputError:
        open_now = []
    if not open_now:
        st.caption(_("No room is open."))
    for room in open_now:
        code, end = st.columns([4, 1], vertical_alignment="center")
        code.markdown(f"**{room.code}**")
        end.button(_("Close it"), key=f"close_{room.code}", on_click=hub().end, args=(room.code,), width="stretch")


def upkeep() -> None:
    """The limits of this server, and a button for what it does by itself every ten minutes."""
    st.subheader(_("Limits and upkeep"), anchor=False, divider="gray")
    said = asdict(limits())
    table = {
        _("variable"): [f"UNROLLED_{name.upper()}" for name in said],
        _("value"): [f"{v:,}" for v in said.values()],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, key="limits")
    st.caption(_("The README says what each means. They are read from the environment when the app starts."))

    def clean() -> None:
        state.put("cleaned", clean_now())

    st.button(_("Remove what is old now"), icon=":material/cleaning_services:", on_click=clean, key="clean")
    if (count := state.get("cleaned")) is not None:
        st.caption(_("Runs that were removed: {count}", count=count))


heading(_("Administrator"))
view.arrive(None)
if owner.administers():
    standing()
    st.subheader(_("All runs"), anchor=False, divider="gray")
    run_list(store().owners.everyones(), disk().runs, key="all_runs")
    rooms()
    upkeep()
else:
    st.info(
        _(
            "This page is for whoever keeps the server. In its terminal, `python -m dashboard.administrator` says the"
            " link that opens it."
        )
    )
