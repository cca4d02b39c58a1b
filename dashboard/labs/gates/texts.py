"""The text that a run learns from, and the part of it that was kept away: what a closer look lets the network read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from core.course import lab_of
from core.data.text import FEWEST
from core.errors import InputError
from core.knobs import configure
from core.runs.records import UPLOADED
from core.runs.store import Run
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

    Of a network that was uploaded nobody here knows the text: it gets that of the standard library, without the
    characters that it does not know.

    Raises
    ------
    InputError
        If the viewer's own text, on which it trains, is gone, or an uploaded network knows too few of the characters.
    """
    texts = _texts(run.lab, _data(run), run.config.get("unit_of_text", "character"), _task=lambda: _task(run))
    if run.state != UPLOADED:
        return texts
    return _respelt(run.id, texts.name, _texts=texts, _model=model_at(store().checkpoint(run.id)))


def untrained(run: Run) -> Any:
    """The network of a run before its first step."""
    first = store().checkpoints(run.id)[0]
    if run.state == UPLOADED:
        return _never_trained(run.id, _model=model_at(first))
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
    from core.training.loop import Training

    return Training.fresh(_task(_run), _run.seed).model.eval()


@st.cache_resource(show_spinner=False, max_entries=8)
def _respelt(run_id: str, name: str, _texts: Texts, _model: Any) -> Texts:
    """The same texts in the numbers of another vocabulary, without what it lacks."""
    vocabulary = _model.vocabulary
    table = np.array([vocabulary.number.get(word, -1) for word in _texts.words])
    training, held_out = (part[part >= 0] for part in (table[_texts.training], table[_texts.held_out]))
    if len(held_out) < FEWEST:
        raise InputError(
            "This closer look lets the network read {name}, and the network knows only {found:,} of its held-out"
            " characters; it takes {least:,}. Open another closer look.",
            name=name,
            found=len(held_out),
            least=FEWEST,
        )
    return Texts(training, held_out, name, vocabulary.tokens)


@st.cache_resource(show_spinner=False, max_entries=8)
def _never_trained(run_id: str, _model: Any) -> Any:
    """A network of the same shape, as it would be here before its first step."""
    import torch

    fresh = type(_model)(_model.config, _model.vocabulary, start=_model.start)
    fresh.initialise(torch.Generator().manual_seed(0))
    return fresh.eval()
