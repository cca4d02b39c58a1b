"""One frame of the film of a training: the matrix by which each network of a tip can be seen to learn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch.nn.functional import one_hot

from core.labs.generation_tips.examples import FRAMES, ITEMS, NOTES, Given
from core.labs.generation_tips.languages import CROSSROADS, MODES, LittleLanguage
from core.labs.generation_tips.model import Tipped
from core.text.vocabulary import EOS

SENTENCES = {
    "distribution": (MODES, "you are tired cry", "you are tired cry"),
    "beam": (CROSSROADS, "the old dog runs home", "a small dog sleeps here"),
}
"""The sentences along which a writer is followed: without the remedy and with it."""


class Frame(NamedTuple):
    """What one network does at one moment of its training.

    Attributes
    ----------
    matrix, gold : ndarray, shape (T, S)
        How it distributes attention, or probability, at each step; and what is right.
    rows, columns : list of str
        What the steps and the places are called.
    error : float
        The share of steps at which the greatest number stands at a wrong place.
    """

    matrix: np.ndarray
    gold: np.ndarray
    rows: list[str]
    columns: list[str]
    error: float


@torch.no_grad()
def frame(model: Tipped, example: Given, remedy: bool) -> Frame:
    """The frame of a network: of captions, how attention lies as it is made to say the right one; of a melody, its
    probabilities as it writes alone; of a sentence, those along it, or all fed the distribution.
    """
    tip = model.config.tip
    if tip in SENTENCES:
        return _sentence(model, remedy, *SENTENCES[tip])
    if tip == "scheduled_sampling":
        heard, true = example.melody()
        network = model.network(remedy)
        _, before = network.write(heard.unsqueeze(0))  # (1, T)
        p = network(heard.unsqueeze(0), before)[0][0].softmax(-1)  # (T, N)
        rows, columns = ([str(k + 1) for k in range(count)] for count in (len(true), NOTES))
        return _judged(p.numpy(), one_hot(true, NOTES).numpy(), rows, columns)
    frames, items = example.video()
    words = torch.tensor([[ITEMS.index(item) for item in items]])  # (1, K)
    _, alignment = model.network(remedy)(frames.unsqueeze(0), words)  # (1, K, K)
    return _judged(alignment[0].numpy(), np.eye(FRAMES), items, items)


def _sentence(model: Tipped, remedy: bool, language: LittleLanguage, without: str, having: str) -> Frame:
    """Along a sentence; without the remedy of "distribution", as everything is fed back."""
    network = model.network(remedy)
    said = (*(having if remedy else without).split(), EOS)
    words = torch.tensor([language.vocabulary.encode(said)])  # (1, T)
    if language is MODES and not remedy:
        _, inside = network.draw(1, 1.0, torch.Generator().manual_seed(0))
        p = inside["probability"][0]  # (T, V)
    else:
        p = network(words)[0].softmax(-1)  # (T, V)
    names = ["■" if word == EOS else word for word in language.vocabulary.tokens]
    rows = [*said[:-1], "■"]
    return _judged(p.numpy(), one_hot(words[0], len(names)).numpy(), rows, names)


def _judged(matrix: np.ndarray, gold: np.ndarray, rows: list[str], columns: list[str]) -> Frame:
    return Frame(matrix, gold, rows, columns, float((matrix.argmax(1) != gold.argmax(1)).mean()))
