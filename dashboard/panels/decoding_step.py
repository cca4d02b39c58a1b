"""What every look at one decoding step has: the output tokens, one of which is being written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.language import translate as _


def choose_target(subject: Any, tokens: Sequence[str], words: Callable[[int], str]) -> None:
    """Draw the output tokens; the one that is chosen is the cursor of the whole page.

    Parameters
    ----------
    subject : Subject
        With a target and a source.
    tokens : sequence of str
        What was written.
    words : callable
        What the token of a number is called; two of one name would be one to Streamlit.
    """
    key = "step_choice"
    if state.get(key) != subject.target:
        state.put(key, subject.target)
    st.segmented_control(
        _("Output token that is being written"),
        range(len(tokens)),
        key=key,
        required=True,
        format_func=words,
        on_change=lambda: _stand_at(subject, state.get(key)),
    )


def _stand_at(subject: Any, target: int) -> None:
    """Stand at a token, and there at the source position that it attends to most."""
    looks = subject.trace.get("alignment")
    source = subject.source if looks is None else int(looks.isel(target=target).argmax("source"))
    subject.point_at(target=target, source=source)
