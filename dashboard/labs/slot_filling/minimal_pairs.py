"""Two sentences that share words: pairs to begin with, or the viewer's own."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.language import translate as _

PAIRS = (
    ("leave Taipei on May 1st", "arrive Taipei on May 1st"),
    ("Taipei is where I leave from", "Taipei is where I arrive"),
    ("on Friday we depart", "on Friday we arrive"),
    ("a train from Paris to Rome", "a train to Paris from Rome"),
    ("arrive in Tokyo at noon but leave Osaka at 9 am", "leave Tokyo at noon and arrive in Osaka at 9 am"),
)
"""Sentences in which the same words fill other slots, because of a word before or behind them."""


def twin_sentences() -> tuple[str, str]:
    """The two sentences, as they are typed."""
    first, second, taken = st.columns([3, 3, 2], vertical_alignment="bottom")
    with taken:
        st.selectbox(
            _("Pairs"),
            PAIRS,
            index=None,
            key="pair",
            on_change=_take,
            format_func=" / ".join,
            placeholder=_("Take a pair"),
            label_visibility="collapsed",
        )
    common = {"bind": "query-params", "live": "200ms"}
    return (
        first.text_input(_("First sentence"), value=PAIRS[0][0], key="first", **common),
        second.text_input(_("Second sentence"), value=PAIRS[0][1], key="second", **common),
    )


def _take() -> None:
    if (pair := state.get("pair")) is not None:
        state.put("first", pair[0])
        state.put("second", pair[1])
        state.put("pair", None)
