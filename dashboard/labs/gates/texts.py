"""The text that a run learns from, and the part of it that was kept away: what a closer look lets the network read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.data.text import FEWEST
from core.errors import InputError
from core.runs.records import UPLOADED, Checkpoint
from core.runs.store import Run
from dashboard.cache import computed_once
from dashboard.resources import checkpoints_of, model_at, store, task_of

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel


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
    texts = _texts(run)
    return texts if run.state != UPLOADED else _respelt(run, store().checkpoint(run.id))


@computed_once
def untrained(run: Run) -> LanguageModel:
    """The network of a run before its first step."""
    first = checkpoints_of(run)[0]
    if run.state == UPLOADED:
        return _never_trained(model_at(first))
    if first.step == 0:
        return model_at(first)
    from core.training.loop import Training

    return Training.fresh(task_of(run), run.seed).model.eval()


@computed_once
def _texts(run: Run) -> Texts:
    task = task_of(run)
    return Texts(task.text.numpy(), task.held_out.numpy(), task.report.name, task.vocabulary.tokens)


@computed_once
def _respelt(run: Run, checkpoint: Checkpoint) -> Texts:
    """The same texts in the numbers of another vocabulary, without what it lacks."""
    texts, vocabulary = _texts(run), model_at(checkpoint).vocabulary
    table = np.array([vocabulary.number.get(word, -1) for word in texts.words])
    training, held_out = (part[part >= 0] for part in (table[texts.training], table[texts.held_out]))
    if len(held_out) < FEWEST:
        raise InputError(
            "This closer look lets the network read {name}, and the network knows only {found:,} of its held-out"
            " characters; it takes {least:,}. Open another closer look.",
            name=texts.name,
            found=len(held_out),
            least=FEWEST,
        )
    return Texts(training, held_out, texts.name, vocabulary.tokens)


def _never_trained(model: LanguageModel) -> LanguageModel:
    """A network of the same shape, as it would be here before its first step."""
    import torch

    fresh = type(model)(model.config, model.vocabulary, start=model.start)
    fresh.initialise(torch.Generator().manual_seed(0))
    return fresh.eval()
