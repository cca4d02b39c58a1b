"""The code that is running, as it stands in the repository: first what defines it, then what computes it fast."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.language import translate as _

ROOT = Path(__file__).resolve().parents[2]


def show_the_code(places: Sequence[str]) -> None:
    """The source of the model in view, one tab each; read only once it is opened.

    Parameters
    ----------
    places : sequence of str
        Paths from the repository's root; with ``:name`` behind one, that function of the file alone.
    """
    panel = st.expander(_("Show the code that is running"), icon=":material/code:", key="code", on_change="rerun")
    if panel.open:
        for tab, place in zip(panel.tabs(list(places)), places, strict=True):
            code, first = source(place)
            tab.code(code, language="python", line_numbers=first == 1, height=520)


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
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno]) + "\n", node.lineno
    raise ValueError(f"{file} has no function {name!r}")
