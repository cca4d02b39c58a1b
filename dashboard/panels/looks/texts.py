"""The text that a run learns from, and the part of it that was kept away: what a closer look lets the network read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from core.knobs import configure
from core.labs import lab_of
from core.runs import Run
from dashboard.resources import model_at, store


@dataclass(frozen=True, eq=False)
class Texts:
    """One corpus, as numbers of the vocabulary of the networks that learn it.

    Attributes
    ----------
    training, held_out : ndarray of int, shape (N,)
        What is learnt, and what was kept away.
    name : str
        What its owner calls it.
    words : tuple of str
        The vocabulary.
    """

    training: np.ndarray
    held_out: np.ndarray
    name: str
    words: tuple[str, ...]

    def tokens(self, numbers: np.ndarray) -> list[str]:
        """The tokens that `numbers` stand for."""
        return [self.words[number] for number in numbers.tolist()]


def texts_of(run: Run) -> Texts:
    """The corpus of a run, prepared once and shared by all viewers, so never change it.

    Raises
    ------
    InputError
        If the viewer's own text, on which it trains, is gone.
    """
    return _texts(run.lab, _data(run), run.config.get("unit_of_text", "character"), _task=lambda: _task(run))


def untrained(run: Run) -> Any:
    """The network of a run before its first step."""
    first = store().checkpoints(run.id)[0]
    return model_at(first) if first.step == 0 else _untrained(run.id, _run=run)


def _data(run: Run) -> Path | None:
    return store().data_path(run)


def _task(run: Run) -> Any:
    lab = lab_of(run.lab)
    return lab.task(configure(lab.config, run.config), _data(run))


@st.cache_resource(show_spinner=False, max_entries=4)
def _texts(lab: str, data: Path | None, unit_of_text: str, _task: Callable[[], Any]) -> Texts:
    task = _task()
    return Texts(task.text.numpy(), task.held_out.numpy(), task.report.name, task.vocabulary.tokens)


@st.cache_resource(show_spinner=False, max_entries=8)
def _untrained(run_id: str, _run: Run) -> Any:
    from core.training import Training

    return Training.fresh(_task(_run), _run.seed).model.eval()
