"""The head of a lecture page: one slim row that stays in sight, with what is asked, the step in view, compact controls.

>>> with head(lab):                                                        # doctest: +SKIP
...     here = travel(points, active=True)
>>> with tools():                                                          # doctest: +SKIP
...     share()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

from core.lab import Lab
from dashboard.language import translate as _

_TOOLS: ContextVar[Any] = ContextVar("tools", default=None)


@contextmanager
def head(lab: Lab) -> Iterator[None]:
    """Draw the title, then what the caller draws, then what to watch and the `tools` of the page."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(_(lab.question), anchor=False, width="content")
        with st.container(key="travel", horizontal=True, vertical_alignment="center", gap="small"):
            yield
        place = st.container(key="tools", horizontal=True, width="content", vertical_alignment="center", gap="xsmall")
    _TOOLS.set(place)
    with place.popover(_("What to watch"), icon=":material/visibility:", key="watch", type="tertiary"):
        st.markdown(_(lab.watch))


@contextmanager
def tools() -> Iterator[None]:
    """Draw compact controls into the head of the page; without one, where they stand."""
    place = _TOOLS.get()
    if place is None:
        yield
        return
    with place:
        yield
