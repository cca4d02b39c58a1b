"""What the closer looks at a translation are about: a network, the sentence it translated, and where the cursor
stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
import xarray as xr

from core.course import lab_of
from core.data.pairs import Pair
from core.knobs import configure
from core.lab import Lab
from core.runs.store import Run
from core.trace.schema import tokens_of
from dashboard import address
from dashboard.frame.lesson import Moment
from dashboard.panels.sampling import visible
from dashboard.resources import store


@dataclass(frozen=True)
class Translated:
    """One sentence, translated.

    Attributes
    ----------
    lab : Lab
    moment : Moment
        The run in view, at the step in view.
    trace : Dataset
        What happened inside while it translated `text`.
    text : str
    reference : Pair or None
        The right translation, where it is known.
    target, source : int
        The cursor: a row and a column of the alignment.
    beside : tuple of (Moment, Dataset)
        The network next to it, if the viewer compares two, with its own trace.
    """

    lab: Lab
    moment: Moment
    trace: xr.Dataset
    text: str
    reference: Pair | None
    target: int
    source: int
    beside: tuple[tuple[Moment, xr.Dataset], ...] = ()

    @property
    def source_tokens(self) -> list[str]:
        """The sentence's tokens, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "source")]

    @property
    def target_tokens(self) -> list[str]:
        """The translation's tokens, ⟨EOS⟩ included, white space by its sign."""
        return [visible(token) for token in tokens_of(self.trace, "target")]

    def point_at(self, target: int, source: int) -> None:
        """Move the cursor of the whole page (from a callback)."""
        address.write("cursor", f"{target}.{source}")


def pairs_of(run: Run) -> Any:
    """The pairs that a run learns from (see `core.labs.translation.data.Translations`): held-out ones, and `parse`."""
    data = store().data_path(run)
    return _pairs(run.id, data, _run=run)


@st.cache_resource(show_spinner=False, max_entries=8)
def _pairs(run_id: str, data: Any, _run: Run) -> Any:
    lab = lab_of(_run.lab)
    return lab.task(configure(lab.config, _run.config), data).pairs
