"""Exact match against source length: what a fixed vector cannot hold, it loses in long sentences first.

References
----------
- Cho, van Merriënboer, Bahdanau, Bengio 2014, "On the Properties of Neural Machine Translation: Encoder–Decoder
Approaches",
  figure 4.
- Bahdanau, Cho, Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", figure 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from core.data.pairs import Pair
from core.labs.translation.model import Translator
from core.nn.encoders import Sentences

_LANES = 128  # pairs that are translated side by side


class Share(NamedTuple):
    """Sentences of about one length.

    Attributes
    ----------
    shortest, longest : int
        Source tokens, both included.
    length : float
        Their mean.
    count, right : int
        How many there are, and how many are translated exactly.
    """

    shortest: int
    longest: int
    length: float
    count: int  # pyright: ignore[reportIncompatibleMethodOverride] (in the place of tuple.count, which nobody needs)
    right: int


def translated_right(model: Translator, pairs: Sequence[Pair]) -> np.ndarray:
    """Whether the greedy translation of each pair is the reference to the last token: ndarray of bool, shape (N,)."""
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n].source_tokens))  # alike lengths side by side
    right = np.zeros(len(pairs), dtype=bool)
    with torch.no_grad():
        for begin in range(0, len(order), _LANES):
            chosen = order[begin : begin + _LANES]
            numbers = [model.source_vocabulary.encode(pairs[n].source_tokens) for n in chosen]
            written = model.translate(model.encode(Sentences.padded(numbers)))
            right[chosen] = [tokens == pairs[n].target_tokens for n, tokens in zip(chosen, written, strict=True)]
    return right


def by_length(lengths: np.ndarray, right: np.ndarray, most: int = 8) -> list[Share]:
    """The share of exact translations in groups of about equally many sentences, shortest first.

    Parameters
    ----------
    lengths : ndarray of int, shape (N,)
        Source tokens of each sentence.
    right : ndarray of bool, shape (N,)
        Whether it is translated exactly.
    most : int
        How many groups there may be; sentences of one length are never parted.
    """
    edges = np.unique(np.quantile(lengths, np.linspace(0, 1, most + 1)[1:], method="higher"))  # longest of each group
    group = np.searchsorted(edges, lengths)
    return [
        Share(int(own.min()), int(own.max()), float(own.mean()), int(own.size), int(right[group == k].sum()))
        for k in range(len(edges))
        if (own := lengths[group == k]).size
    ]
