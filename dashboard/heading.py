"""The head of the pages that no lab trains on: what they ask, large; and the switch between the languages."""

from __future__ import annotations

import streamlit as st

from dashboard.language import choose_language


def heading(title: str) -> None:
    """Draw the page's title (already translated), and the language switch."""
    language_switch()
    st.title(title, anchor=False)


def language_switch() -> None:
    """Draw the language switch; it stands in the bar above the page and takes no room of it."""
    with st.container(key="language_switch"):
        choose_language()
