"""The code that is running, as it stands in the repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.language import translate as _

ROOT = Path(__file__).resolve().parent.parent.parent


def show_the_code(files: Sequence[str]) -> None:
    """The source files of the model in view, one tab each; read only once it is opened.

    Parameters
    ----------
    files : sequence of str
        Paths from the repository's root.
    """
    panel = st.expander(_("Show the code that is running"), icon=":material/code:", key="code", on_change="rerun")
    if panel.open:
        for tab, file in zip(panel.tabs(list(files)), files, strict=True):
            tab.code((ROOT / file).read_text(encoding="utf-8"), language="python", line_numbers=True, height=520)
