"""The link as bare text. Nobody but `dashboard.frame.view` and the language switch reads or writes it.

A browser sends the link along with every question, as it stands there at that moment. What was written here while the
question was on its way is not in it yet: then what was written counts. Only when the viewer goes back or forward in the
history does the browser know better.
"""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import state

PAST = 20
"""How many texts of a name are remembered that a slow browser may still believe in."""

_WRITTEN = "link:written"


def text_of(name: str) -> str | None:
    """The text of `name` in the link, if it is there."""
    asked = st.query_params.get(name)
    written: dict[str, list[str | None]] = state.get(_WRITTEN) or {}
    if name not in written:
        return asked
    if _from_history():
        forget()
        return asked
    *past, newest = written[name]
    if asked == newest:
        return asked
    if asked in past:  # the browser had not heard of the newest when it asked
        _send(name, newest)
        return newest
    state.put(_WRITTEN, {other: texts for other, texts in written.items() if other != name})
    return asked


def write(name: str, text: str | None, *, remember: bool = True) -> bool:
    """Put `name` into the link, or take it out when `text` is None; whether that was possible.

    It is not where a widget that is drawn is bound to the name: that one keeps the link itself, and what was written
    need not be remembered for it.
    """
    before = text_of(name)
    if before == text:
        return True
    if not _send(name, text):
        return False
    if not remember:
        return True
    written: dict[str, list[str | None]] = state.get(_WRITTEN) or {}
    state.put(_WRITTEN, {**written, name: [*written.get(name, [before]), text][-PAST:]})
    return True


def texts() -> dict[str, str]:
    """All that the link says, by name."""
    written: dict[str, list[str | None]] = state.get(_WRITTEN) or {}
    found = {name: text_of(name) for name in {**st.query_params.to_dict(), **written}}
    return {name: text for name, text in found.items() if text is not None}


def forget() -> None:
    """What was written counts no longer: the link that the browser sends does."""
    state.forget(_WRITTEN)


def _send(name: str, text: str | None) -> bool:
    try:
        if text is not None:
            st.query_params[name] = text
        elif name in st.query_params:
            del st.query_params[name]
    except StreamlitAPIException:  # a widget is bound to it
        return False
    return True


def _from_history() -> bool:
    """Whether this run of the page answers a viewer who went back or forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
