"""What one viewer's session remembers. The only file that touches ``st.session_state``."""

from __future__ import annotations

from typing import Any

import streamlit as st


def get(name: str, default: Any = None) -> Any:
    """The value kept under `name`, or `default`."""
    return st.session_state.get(name, default)


def put(name: str, value: Any) -> None:
    """Keep `value` under `name`; for a widget's key, only before the widget is drawn."""
    st.session_state[name] = value


def forget(name: str) -> None:
    """Drop what is kept under `name`, if anything is."""
    st.session_state.pop(name, None)
