"""The link: what of a page stands in its address, so that a copied link shows the same in another browser.

Sliders, switches and text fields bind themselves (``bind="query-params"``); the run, the run beside it and the cursor
are kept here. A link is a person's input like any other: `check` says what in it cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.errors import InputError
from core.knobs import Knob
from dashboard import state


def read(name: str) -> str | None:
    """The value of `name` in the link, if it is there."""
    return st.query_params.get(name)


def write(name: str, value: object | None) -> None:
    """Put `name` into the link, or take it out when `value` is None."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def numbers(name: str, count: int) -> tuple[int, ...] | None:
    """`name` as `count` numbers joined by dots (``12.3.0``), or None where the link has none.

    Raises
    ------
    InputError
        If it is something else.
    """
    text = read(name)
    if text is None:
        return None
    parts = text.split(".")
    if len(parts) != count or not all(part.isdecimal() and len(part) < 9 for part in parts):
        write(name, None)
        raise InputError(
            "The link says {name}={value}, which is not {count} numbers joined by dots. That part of the link is left"
            " out.",
            name=name,
            value=repr(text)[:60],
            count=count,
        )
    return tuple(map(int, parts))


def complaints(knobs: Iterable[Knob]) -> list[InputError]:
    """What the link says about knobs and cannot mean, each once a session; the knob itself then keeps its default."""
    found = []
    for knob in knobs:
        text = read(knob.name)
        if text is not None and state.get(f"link:{knob.name}") != text:
            state.put(f"link:{knob.name}", text)
            try:
                knob.parse(text)
            except InputError as error:
                found.append(error)
    return found
