"""What is true of what is on the screen, as text of a page (see `core.observation`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from core.observation import Observation
from dashboard.language import translate
from dashboard.markdown import plain


def observed(*observations: Observation, of: Iterable[Any]) -> list[str]:
    """The sentences that hold of what was seen, in the viewer's language and as Markdown.

    Parameters
    ----------
    *observations : Observation
        Judged in this order.
    of : iterable
        What was seen: the arguments that each of them takes.
    """
    seen = tuple(of)
    found = ((one.sentence, one.of(*seen)) for one in observations)
    return [
        translate(sentence, **{name: plain(value) for name, value in values.items()}) if values else translate(sentence)
        for sentence, values in found
        if values is not None
    ]


def note(*sentences: str) -> None:
    """One caption of several sentences; nothing where there is none."""
    if sentences:
        st.caption(" ".join(sentences))
