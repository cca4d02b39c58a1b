"""What an alignment does not say: it may lie beside the truth though the translation is right, and it may be moved.

Two measurements on a trained translator. A bidirectional encoder's state at one position has heard of its neighbours,
so attention beside a word can read that word (*leak*). And where the output stays the same although all the attention
of a step is put elsewhere, the attention that was there did not explain the output (Jain & Wallace 2019; but see
Wiegreffe & Pinter 2019: that another alignment would do does not show that this one was not used).

References
----------
- Jain, Wallace 2019, "Attention is not Explanation".
- Wiegreffe, Pinter 2019, "Attention is not not Explanation".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from core.analyses.alignment import hard_links
from core.data.pairs import Pair
from core.labs.translation.model import Translator
from core.nn.attention import Edit
from core.nn.encoders import Sentences


@dataclass(frozen=True, eq=False)
class Leak:
    """A right translation whose attention lies one position beside the truth.

    Attributes
    ----------
    pair : Pair
    alignment : ndarray, shape (target, source)
        The weights while it writes the right translation, without ⟨EOS⟩.
    beside : ndarray of bool, shape (target, source)
        True where a target token looks most, if that is exactly one position outside its block.
    """

    pair: Pair
    alignment: np.ndarray
    beside: np.ndarray


@dataclass(frozen=True)
class Leaks:
    """Where right translations look.

    Attributes
    ----------
    translated : int
        Sentences that were translated right, of those whose true alignment is known.
    tokens, outside, beside : int
        Their target tokens that have a counterpart, how many of these look outside its block, and how many of those
        exactly one position beside it.
    case : Leak or None
        The sentence with the largest share of tokens that look one beside; of several, the one that puts most weight
        there.
    """

    translated: int
    tokens: int
    outside: int
    beside: int
    case: Leak | None


@torch.no_grad()
def leaks(model: Translator, pairs: Sequence[Pair]) -> Leaks:
    """Translate pairs and look where the right ones were read from.

    Raises
    ------
    ValueError
        If the model has no attention.
    """
    if model.attention is None:
        raise ValueError("without attention nothing is looked at")
    pairs = [pair for pair in pairs if pair.aligned]
    if not pairs:
        return Leaks(0, 0, 0, 0, None)
    encoded = model.encode(Sentences.padded([model.source_vocabulary.encode(pair.source_tokens) for pair in pairs]))
    written = model.translate(encoded)
    target = Sentences.padded([[*model.target_vocabulary.encode(pair.target_tokens), model.eos] for pair in pairs])
    alignment = model.decode(encoded, target.tokens).attended.numpy()  # (B, T, S)
    found = [
        _leak(pair, weights[: len(pair.target_tokens), : len(pair.source_tokens)])
        for pair, weights, tokens in zip(pairs, alignment, written, strict=True)
        if tokens == pair.target_tokens
    ]
    cases = [leak for leak, *_ in found if leak.beside.any()]
    return Leaks(
        translated=len(found),
        tokens=sum(tokens for _, tokens, _ in found),
        outside=sum(outside for *_, outside in found),
        beside=sum(int(leak.beside.sum()) for leak, *_ in found),
        case=max(
            cases,
            key=lambda leak: (leak.beside.sum() / len(leak.beside), leak.alignment[leak.beside].sum()),
            default=None,
        ),
    )


def _leak(pair: Pair, alignment: np.ndarray) -> tuple[Leak, int, int]:
    """Where one translation looks, how many tokens have a block, and how many look outside theirs."""
    gold = pair.gold
    links = hard_links(alignment) & gold.any(axis=1, keepdims=True)
    near = gold.copy()
    near[:, 1:] |= gold[:, :-1]
    near[:, :-1] |= gold[:, 1:]
    return Leak(pair, alignment, links & near & ~gold), int(gold.any(axis=1).sum()), int((links & ~gold).sum())


@torch.no_grad()
def kept(model: Translator, text: str) -> np.ndarray:
    """Whether the translation of `text` stays when all the attention of one step is put on one source position.

    Returns
    -------
    ndarray of bool, shape (target, source)
        One trial for each: True if the network then writes the very same. The last row is the step of ⟨EOS⟩.

    Raises
    ------
    InputError
        If the model cannot read the text.
    """
    source = model.encode(Sentences.padded([model.read(text)]))
    original = model.decode(source).tokens
    T, S = original.shape[1], source.annotation.shape[1]
    trials = [[model.decode(source, edits=[Edit(i, j, 1.0)]).tokens for j in range(S)] for i in range(T)]
    return np.array([[torch.equal(tokens, original) for tokens in row] for row in trials])
