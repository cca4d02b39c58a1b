"""The code that is running, as it stands in the repository: first what defines it, then what computes it fast."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import dedent

import streamlit as st

from dashboard.language import translate as _

ROOT = Path(__file__).resolve().parents[2]

SHORT, TALL = 30, 520
"""Lines that are shown as they are, and the pixels of what is longer."""


def show_the_code(places: Sequence[str]) -> None:
    """The source of the model in view, one tab each; read only once it is opened.

    Parameters
    ----------
    places : sequence of str
        Paths from the repository's root, the heart of the system first; with ``:name`` or ``:Class.name`` behind one,
        that function of the file alone.
    """
    panel = st.expander(_("Show the code that is running"), icon=":material/code:", key="code", on_change="rerun")
    if panel.open:
        for tab, place in zip(panel.tabs([place.rpartition("/")[2] for place in places]), places, strict=True):
            code, first = source(place)
            tab.caption(f"`{place.partition(':')[0]}:{first}`")
            tab.code(
                code,
                language="python",
                line_numbers=first == 1,
                height="content" if code.count("\n") <= SHORT else TALL,
            )


def source(place: str) -> tuple[str, int]:
    """What stands at a place, and the number of its first line.

    Raises
    ------
    ValueError
        If the file has no function of that name.
    """
    file, _colon, name = place.partition(":")
    text = (ROOT / file).read_text(encoding="utf-8")
    if not name:
        return text, 1
    found = _defined(name.split("."), ast.parse(text).body)
    if found is None:
        raise ValueError(f"{file} has no function {name!r}")
    return dedent("\n".join(text.splitlines()[found.lineno - 1 : found.end_lineno])) + "\n", found.lineno


def _defined(names: Sequence[str], body: Iterable[ast.stmt]) -> ast.FunctionDef | ast.ClassDef | None:
    """What these statements define under the first name; within it the second, and so on."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == names[0]:
            return _defined(names[1:], node.body) if names[1:] else node
    return None
