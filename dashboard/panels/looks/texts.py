"""The text that a run learns from, and the part of it that was kept away: what a closer look lets the network read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st

from core.knobs import configure
from core.labs import lab_of
from core.runs import Run
from dashboard.resources import store


@dataclass(frozen=True, eq=False)
class Texts:
    """One corpus, as numbers of the vocabulary of the networks that learn it.

    Attributes
    ----------
    training, held_out : ndarray of int, shape (N,)
    """

    training: np.ndarray
    held_out: np.ndarray


def texts_of(run: Run) -> Texts:
    """The corpus of a run, prepared once and shared by all viewers, so never change it.

    Raises
    ------
    InputError
        If the viewer's own text, on which it trains, is gone.
    """
    path = store().data_path(run)
    return _texts(run.lab, str(path) if path else None, run.config.get("unit_of_text", "character"))


@st.cache_resource(show_spinner=False, max_entries=4)
def _texts(lab: str, path: str | None, unit_of_text: str) -> Texts:
    kind = lab_of(lab)
    task = kind.task(configure(kind.config, {"unit_of_text": unit_of_text}), Path(path) if path else None)
    return Texts(task.text.numpy(), task.held_out.numpy())
