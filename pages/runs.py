"""Your runs: all that a viewer has trained, over all labs; named, shared, kept, deleted, and found again."""

from __future__ import annotations

import streamlit as st

from core.limits import limits
from core.runs.upkeep import sizes
from dashboard.frame import owner, view
from dashboard.heading import heading
from dashboard.language import translate as _
from dashboard.panels.account import account
from dashboard.panels.run_list import run_list
from dashboard.resources import store

heading(_("Your runs"))
view.arrive(None)
account()

runs = store().owners.own(owner.viewer())
taken = sizes(store(), [run.id for run in runs])
run_list(runs, taken, key="own_runs")

most = limits()
st.caption(
    _(
        "{active} of {most_active} runs that you may have in training or in line. Runs that nobody has opened for"
        " {days:g} days are removed, and earlier where the server runs out of space; never one that is kept or shared.",
        active=store().owners.active(owner.viewer().ids[0]),
        most_active=most.runs_per_viewer,
        days=most.keep_days,
    )
)
