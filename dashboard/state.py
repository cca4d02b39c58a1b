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


def show(name: str, value: Any) -> None:
    """Let the widget under `name`, which is about to be drawn, show `value`; see `anew`."""
    if get(name, name) != value:
        put(name, value)
    put(f"{name}:said", value)


def anew(name: str) -> bool:
    """Whether a widget that was drawn after `show` says something other than what it said last (in its callback).

    A browser that is busy answers for widgets that have gone meanwhile: then their callbacks are called, though nobody
    chose anything, and a page would turn by itself to what it showed before.
    """
    said = get(name)
    new = said != get(f"{name}:said")
    put(f"{name}:said", said)
    return new
