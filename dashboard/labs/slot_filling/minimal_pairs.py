"""Two sentences that share words: pairs to begin with, or the viewer's own."""

from __future__ import annotations

import streamlit as st

from dashboard.frame import view
from dashboard.labs.slot_filling.names import FIRST, SECOND
from dashboard.language import translate as _
from dashboard.panels.input import example_of

PAIRS = (
    ("leave Taipei on May 1st", "arrive Taipei on May 1st"),
    ("Taipei is where I leave from", "Taipei is where I arrive"),
    ("on Friday we depart", "on Friday we arrive"),
    ("a train from Paris to Rome", "a train to Paris from Rome"),
    ("arrive in Tokyo at noon but leave Osaka at 9 am", "leave Tokyo at noon and arrive in Osaka at 9 am"),
)
"""Sentences in which the same words fill other slots, because of a word before or behind them."""


def minimal_pair() -> tuple[str, str]:
    """The two sentences, as they are typed."""
    first, second, taken = st.columns([3, 3, 2], vertical_alignment="bottom")
    with taken:
        example_of(PAIRS, FIRST, SECOND, label=_("Pairs"), placeholder=_("Take a pair"), words=" / ".join, key="pair")
    return (
        view.text(FIRST, _("First sentence"), at=first, default=PAIRS[0][0], live="200ms"),
        view.text(SECOND, _("Second sentence"), at=second, default=PAIRS[0][1], live="200ms"),
    )
