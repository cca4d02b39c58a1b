"""What the closer looks at a translation are about: a network, the sentence it translated, and where the cursor
stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.course import lab_of
from core.data.pairs import Pair
from core.knobs import configure
from core.runs.store import Run
from core.trace.schema import tokens_of
from dashboard.frame.subject import Axis, Subject
from dashboard.panels.sampling import visible
from dashboard.resources import store


@dataclass(frozen=True, kw_only=True)
class Translated(Subject):
    """One sentence, translated; the cursor is a row and a column of the alignment.

    Attributes
    ----------
    text : str
    reference : Pair or None
        The right translation, where it is known.
    """

    AXES = ("target", "source")
    target, source = Axis(), Axis()

    text: str
    reference: Pair | None

    @property
    def source_tokens(self) -> list[str]:
        """The sentence's tokens, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "source")]

    @property
    def target_tokens(self) -> list[str]:
        """The translation's tokens, ⟨EOS⟩ included, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "target")]


def pairs_of(run: Run) -> Any:
    """The pairs that a run learns from (see `core.labs.translation.data.Translations`): held-out ones, and `parse`."""
    data = store().data_path(run)
    return _pairs(run.id, data, _run=run)


@st.cache_resource(show_spinner=False, max_entries=8)
def _pairs(run_id: str, data: Any, _run: Run) -> Any:
    lab = lab_of(_run.lab)
    return lab.task(configure(lab.config, _run.config), data).pairs
