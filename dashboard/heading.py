"""The head of every page: what it asks, large, and the switch between the languages."""

from __future__ import annotations

import streamlit as st

from dashboard.language import choose_language


def heading(title: str) -> None:
    """Draw the page's title (already translated) beside the language switch."""
    words, switch = st.columns([3, 1], vertical_alignment="center")
    words.title(title, anchor=False)
    with switch, st.container(horizontal=True, horizontal_alignment="right"):
        choose_language()
