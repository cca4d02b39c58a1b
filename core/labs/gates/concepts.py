"""Which units follow which concepts, beside a network that never learnt and beside a linear probe."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.labs.gates.batched_reading import read, spread
from core.labs.gates.char_labels import CONCEPTS, Concept, truths
from core.labs.gates.probes import linear_probe, scores, strength

if TYPE_CHECKING:
    from core.systems.language.model import LanguageModel

STATES = ("cell_state", "hidden_state")

TOKENS, LENGTH = 50_000, 500
"""How many tokens are read, and how many in one stretch."""

NUMBERS = 25_000_000
"""States that are held in memory at once; a network with many units reads fewer tokens."""

FEWEST = 50
"""Tokens at which a concept must hold, and not hold, to be worth a score."""


@dataclass(frozen=True)
class Best:
    """The unit that follows a concept best.

    Attributes
    ----------
    state : str
        ``cell_state`` or ``hidden_state``: what of it follows.
    layer, unit : int
        Which unit.
    score : float
        AUC (of a yes-or-no concept) or |r| (of a graded one), on text that had no part in choosing the unit.
    sign : int
        1 if larger values mean yes or more, −1 if smaller ones do.
    """

    state: str
    layer: int
    unit: int
    score: float
    sign: int


@dataclass(frozen=True, eq=False)
class ConceptScores:
    """How well every unit of one network follows every concept that occurs in a text.

    Half of the stretches of text serve to choose units and to fit probes, the other half to judge them.

    Attributes
    ----------
    concepts : tuple of Concept
        The K that occur often enough.
    states : tuple of str
        The S states that the cell has.
    choice, verdict : ndarray, shape (K, S, L, H)
        AUC or r of each unit on the one half and on the other.
    probe : ndarray, shape (K,)
        AUC or |r| of a linear probe on all units and states, on the second half.
    share : ndarray, shape (K,)
        Of the tokens at which a yes-or-no concept holds; the mean of a graded one.
    tokens : int
        That were read in all.
    """

    concepts: tuple[Concept, ...]
    states: tuple[str, ...]
    choice: np.ndarray
    verdict: np.ndarray
    probe: np.ndarray
    share: np.ndarray
    tokens: int

    def best(self, key: str, state: str | None = None) -> Best:
        """The unit that follows the concept `key` best, among all or among those of one state."""
        k = [concept.key for concept in self.concepts].index(key)
        graded = np.array([self.concepts[k].graded])
        chosen = strength(self.choice[[k]], graded)[0]  # (S, L, H)
        if state is not None:
            chosen = np.where((np.array(self.states) == state)[:, None, None], chosen, -1.0)
        s, layer, unit = (int(at) for at in np.unravel_index(int(np.nanargmax(chosen)), chosen.shape))
        verdict, centre = float(self.verdict[k, s, layer, unit]), 0.0 if graded[0] else 0.5
        sign = 1 if self.choice[k, s, layer, unit] >= centre else -1
        score = sign * verdict if graded[0] else 0.5 + sign * (verdict - 0.5)
        return Best(self.states[s], layer, unit, score, sign)


def measure(
    model: LanguageModel,
    numbers: np.ndarray,
    tokens: int = TOKENS,
    concepts: Sequence[Concept] = CONCEPTS,
    *,
    probes: bool = True,
) -> ConceptScores:
    """Read a text and score every unit on every concept that occurs in it.

    Parameters
    ----------
    model : LanguageModel
        Whose units are scored.
    numbers : ndarray of int, shape (N,)
        Held-out text, as numbers of the model's vocabulary.
    tokens : int
        How many are read at most, in stretches that lie evenly over the text: every other one chooses, the others
        judge.
    concepts : sequence of Concept
        Which to look for.
    probes : bool
        Whether linear probes are fitted too; without them ``probe`` is NaN.
    """
    units = len(STATES) * model.config.layers * model.config.hidden_size
    begin, length = spread(len(numbers), min(tokens, NUMBERS // units), min(LENGTH, max(1, len(numbers) // 8)))
    where = begin[:, None] + np.arange(length)  # (B, T)
    words = model.vocabulary.tokens
    marks = {key: mark[where] for key, mark in truths([words[number] for number in numbers.tolist()]).items()}
    judged = np.arange(len(begin)) % 2 == 1  # (B,)
    kept = tuple(concept for concept in concepts if _occurs(marks[concept.key], judged))
    states, values = _states(model, numbers, begin, length)  # (S, L, H, B, T)
    graded = np.array([concept.graded for concept in kept], dtype=bool)
    truth = np.array([marks[concept.key] for concept in kept], dtype=np.float32).reshape(
        len(kept), *where.shape
    )  # (K, B, T)
    (x, y), (x_judged, y_judged) = (
        (_columns(values[..., half, :], 3), _columns(truth[:, half], 1)) for half in (~judged, judged)
    )  # (N, U) and (N, K)
    shape = (len(kept), *values.shape[:3])
    return ConceptScores(
        concepts=kept,
        states=states,
        choice=scores(x, y, graded).reshape(shape),
        verdict=scores(x_judged, y_judged, graded).reshape(shape),
        probe=linear_probe(x, y, x_judged, y_judged, graded) if probes and kept else np.full(len(kept), np.nan),
        share=truth.mean(axis=(1, 2)),
        tokens=where.size,
    )


def quote_auc(model: LanguageModel, numbers: np.ndarray, tokens: int = TOKENS) -> dict[str, float]:
    """The AUC of the unit that best follows being inside short quotes, '…', "…" or either.

    A network that learns Python must know which mark closes a string, so its units remember ' and " apart.

    Parameters
    ----------
    model : LanguageModel
        Whose units are scored.
    numbers : ndarray of int, shape (N,)
        Held-out text; one half of what is read chooses the unit, the other half judges it.
    tokens : int
        How many are read.

    Returns
    -------
    dict of str to float
        By ``quotes``, ``single_quotes``, ``double_quotes``, as far as the text has enough of them.
    """
    found = measure(model, numbers, tokens, CONCEPTS[:3], probes=False)
    return {concept.key: found.best(concept.key).score for concept in found.concepts}


def _occurs(mark: np.ndarray, judged: np.ndarray) -> bool:
    """Whether a concept (B, T) is seen often enough both ways, in both halves of the stretches."""
    usual = mark if mark.dtype == bool else mark == np.median(mark)
    return all(
        min(usual[half].sum(), (~usual[half]).sum()) >= FEWEST and len(np.unique(mark[half])) > 1
        for half in (~judged, judged)
    )


def _states(
    model: LanguageModel, numbers: np.ndarray, begin: np.ndarray, length: int
) -> tuple[tuple[str, ...], np.ndarray]:
    """The states that a network has, and their values (S, L, H, B, T) while it reads."""
    names: tuple[str, ...] = ()
    values = np.empty(0, dtype=np.float32)
    for window, internals in read(model, numbers, begin, length):
        if not names:
            names = tuple(name for name in STATES if name in internals[0])
            B, _, H = internals[0][names[0]].shape
            values = np.empty((len(names), len(internals), H, B, length), dtype=np.float32)
        for s, name in enumerate(names):
            for layer, inside in enumerate(internals):
                values[s, layer, :, :, window] = inside[name].permute(2, 0, 1).numpy()  # (H, B, t)
    return names, values


def _columns(values: np.ndarray, leading: int) -> np.ndarray:
    """Axes after the first `leading` ones as rows, the leading ones as columns: each column lies together in memory."""
    return values.reshape(math.prod(values.shape[:leading]), math.prod(values.shape[leading:])).T


def telling_passages(tokens: Sequence[str], truth: np.ndarray, length: int = 280, count: int = 2) -> list[slice]:
    """Passages in which a concept varies most, far from each other; they begin where a line does, if there are lines.

    Parameters
    ----------
    tokens : sequence of str
        The text.
    truth : ndarray, shape (T,)
        The concept at each token.
    length : int
        Tokens of a passage.
    count : int
        How many are wanted at most.

    Returns
    -------
    list of slice
        The most varied first.
    """
    T, length = len(tokens), min(length, len(tokens))
    ends = np.flatnonzero(np.array([token == "\n" for token in tokens], dtype=bool)) + 1
    begins = ends[ends + length <= T] if len(ends) * 500 > T else np.arange(0, T - length + 1, length)
    total, squares = (np.concatenate([[0.0], np.cumsum(truth.astype(np.float64) ** power)]) for power in (1, 2))
    mean, square = ((sums[begins + length] - sums[begins]) / length for sums in (total, squares))
    chosen: list[slice] = []
    for k in np.argsort(-(square - mean**2), kind="stable"):
        begin = int(begins[k])
        if all(abs(begin - other.start) > 10 * length for other in chosen):
            chosen.append(slice(begin, begin + length))
        if len(chosen) == count:
            break
    return chosen
