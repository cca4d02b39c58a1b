"""A network reading a long text: many stretches of it side by side, so that it takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from torch import Tensor

    from core.systems.language.model import LanguageModel

WARM = 256
"""Tokens that are read before each stretch and not looked at: they fill the memory with what came before."""

WINDOW = 32
"""Steps whose internals are held in memory at once."""


def spread(size: int, tokens: int, length: int) -> tuple[np.ndarray, int]:
    """Stretches that lie evenly over a text, as many as hold `tokens` in all.

    Parameters
    ----------
    size : int
        Tokens of the text, at least 1.
    tokens : int
        How many are to be read; all, if the text has no more.
    length : int
        Of one stretch; shorter where the text is.

    Returns
    -------
    begin : ndarray of int, shape (B,)
        Where the stretches begin; no two overlap.
    length : int
        Of each.
    """
    length = min(length, size)
    lanes = max(1, min(tokens, size) // length)
    return np.arange(lanes) * (size // lanes), length


def read(
    model: LanguageModel, numbers: np.ndarray, begin: np.ndarray, length: int
) -> Iterator[tuple[slice, list[dict[str, Tensor]]]]:
    """Let `model` read the stretches that begin at `begin`, all side by side.

    A stretch is read from `WARM` tokens before it on, from a state of zeros; where the text has no more tokens before
    it, a network reads `model.start`, with which it starts every text.

    Parameters
    ----------
    model : LanguageModel
        Anything that reads (B, T) tokens and a state, and returns logits, state and internals.
    numbers : ndarray of int, shape (N,)
        The text, as numbers of the model's vocabulary.
    begin : ndarray of int, shape (B,)
        Where in it.
    length : int
        Tokens of a stretch, at least 1.

    Yields
    ------
    window : slice
        Steps of the stretches, one window after the other.
    internals : list of dict of str to Tensor, shape (B, t, H)
        Gates and states of each layer in that window.
    """
    start = np.full(WARM, model.vocabulary.number[model.start], dtype=np.int64)
    padded = np.concatenate([start, numbers.astype(np.int64)])  # (WARM + N,)
    state = None
    with torch.no_grad():
        for first in range(-WARM, length, WINDOW):
            steps = np.arange(first, min(first + WINDOW, length))
            text = torch.from_numpy(padded[WARM + begin[:, None] + steps])  # (B, t)
            _, state, internals = model(text, state)
            if first >= 0:
                yield slice(first, first + len(steps)), internals
