"""Buttons that turn the page to another network: one that ships with the lab, or one that differs in a single thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.runs.store import Run
from dashboard import state
from dashboard.frame import view
from dashboard.frame.names import STEP
from dashboard.language import translate as _
from dashboard.panels.runs import show
from dashboard.panels.time_travel import keep_step
from dashboard.resources import store

LIST = 240
"""Pixels of a list of networks beside a field."""


LETTERS = 40
"""How many letters the names of networks may have together to be buttons in a row with a field."""


def turn_to(run_id: str) -> None:
    """Show another run at the step in view, if it has that one (from a callback)."""
    step = view.value_of(STEP)
    show(run_id)
    keep_step(store().checkpoints(run_id), step)


def choose_shipped(names: Mapping[str, str], run: Run, *, help: str, also: Callable[[], Any] | None = None) -> None:
    """Buttons that turn the page to a network that ships with the lab; none is pressed while another run is in view.

    Parameters
    ----------
    names : mapping of str to str
        What each network is called, already translated, by the id of its run.
    run : Run
        The run in view.
    help : str
        Already translated.
    also : callable, optional
        What else happens when the page is turned.
    """
    choose_network(_("Network"), names, run, key="network_choice", help=help, also=also)


def choose_network(
    label: str,
    names: Mapping[str, str],
    run: Run,
    *,
    key: str,
    help: str,
    required: bool = False,
    also: Callable[[], Any] | None = None,
) -> None:
    """Buttons, or a list where they do not fit, that turn the page to one of several networks, at the step in view; see
    `choose_shipped`.
    """
    key = f"{key}:{run.id}"  # another widget for another run: a slow browser cannot turn the page back

    def chosen() -> None:
        if not state.anew(key):
            return
        if (network := state.get(key)) is not None:
            turn_to(network)
            if also:
                also()

    state.show(key, run.id if run.id in names else None)
    common: dict[str, Any] = {
        "format_func": names.__getitem__,
        "key": key,
        "on_change": chosen,
        "help": help,
        "label_visibility": "collapsed",
    }
    if sum(map(len, names.values())) <= LETTERS:
        st.segmented_control(label, list(names), required=required, width="content", **common)
        return
    # No select box: as another widget it would still tell what its forerunner showed, and turn the page back.
    with st.popover(names.get(run.id, label), width=LIST, key=f"{key}:list"):
        st.segmented_control(label, list(names), required=required, **common)
