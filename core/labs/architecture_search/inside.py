"""What happens inside a child as it reads one example, and which classes it takes for which."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from core.labs.architecture_search.children import Child, kept_back
from core.systems.memory.data import DIGITS, LETTERS


class Inside(NamedTuple):
    """A child and one example that nobody learnt from.

    Attributes
    ----------
    read : ndarray, shape (8, 8) or (T,)
        The picture, 0 … 1; or the symbols.
    values : tuple of ndarray
        What each layer made of it, (width,) each; of a recurrent child one array (T, width), its hidden states.
    p : ndarray, shape (C,) or (T, C)
        The probabilities of the classes; of a recurrent child at each step, were the sequence to end there.
    answer : int
        The right class.
    """

    read: np.ndarray
    values: tuple[np.ndarray, ...]
    p: np.ndarray
    answer: int


@torch.no_grad()
def inside(space: str, child: Child, example: int) -> Inside:
    """A child reads the example with this number."""
    x, y = kept_back(space)
    *values, scores = child.inside(x[example][None])
    symbols = np.array(DIGITS + LETTERS)
    read = x[example].view(8, 8).numpy() if space == "dense" else symbols[x[example].argmax(-1).numpy()]
    return Inside(read, tuple(one[0].numpy() for one in values), scores[0].softmax(-1).numpy(), int(y[example]))


@torch.no_grad()
def confusion(space: str, child: Child) -> np.ndarray:
    """How many examples of each class (rows) the child takes for each class (columns), of those kept back."""
    x, y = kept_back(space)
    scores = child.scores(x)  # (N, C)
    said, classes = scores.argmax(1), scores.shape[1]
    counts = torch.zeros(classes, classes, dtype=torch.int64)
    counts.index_put_((y, said), torch.ones_like(y), accumulate=True)
    return counts.numpy()


def parameters(child: Child) -> int:
    """How many numbers it learns."""
    return child.theta.numel()
