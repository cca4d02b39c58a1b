"""Two sentences that share words, pairs to begin with or the viewer's own; and the network that reads both."""

from __future__ import annotations

import streamlit as st

from core.labs import Lab
from dashboard import address, state
from dashboard.language import translate as _
from dashboard.lesson import Moment
from dashboard.panels.league import kind_name, networks
from dashboard.resources import store

PAIRS = (
    ("leave Taipei on May 1st", "arrive Taipei on May 1st"),
    ("Taipei is where I leave from", "Taipei is where I arrive"),
    ("on Friday we depart", "on Friday we arrive"),
    ("a train from Paris to Rome", "a train to Paris from Rome"),
    ("arrive in Tokyo at noon but leave Osaka at 9 am", "leave Tokyo at noon and arrive in Osaka at 9 am"),
)
"""Sentences in which the same words fill other slots, because of a word before or behind them."""

IN_VIEW = "view"
"""Stands for the network that the rest of the page shows."""


def twin_sentences() -> tuple[str, str]:
    """The two sentences, as they are typed."""
    first, second, taken = st.columns([3, 3, 2], vertical_alignment="bottom")
    with taken:
        st.selectbox(
            _("Pairs"), PAIRS, index=None, key="pair", on_change=_take, format_func=" / ".join,
            placeholder=_("Take a pair"), label_visibility="collapsed",
        )  # fmt: skip
    common = {"bind": "query-params", "live": "200ms"}
    return (
        first.text_input(_("First sentence"), value=PAIRS[0][0], key="first", **common),
        second.text_input(_("Second sentence"), value=PAIRS[0][1], key="second", **common),
    )


def choose_moment(lab: Lab, moment: Moment) -> Moment:
    """The moment whose states are compared: the one in view, or the same step of a network of another kind."""
    others = {run.id: run for run in networks(lab) if run.id != moment.run.id}
    named = address.read("network")
    chosen = st.segmented_control(
        _("Network"), [IN_VIEW, *others], default=named if named in others else IN_VIEW, key="network_choice", required=True,
        format_func=lambda run_id: _("in view: {network}", network=kind_name(moment.run.config)) if run_id == IN_VIEW else kind_name(others[run_id].config),
        on_change=lambda: address.write("network", None if state.get("network_choice") == IN_VIEW else state.get("network_choice")),
    )  # fmt: skip
    if chosen == IN_VIEW:
        return moment
    run = others[chosen]
    return Moment(run, store().checkpoint(run.id, moment.checkpoint.step), kind_name(run.config))


def _take() -> None:
    if (pair := state.get("pair")) is not None:
        state.put("first", pair[0])
        state.put("second", pair[1])
        state.put("pair", None)
