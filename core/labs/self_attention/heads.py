"""What a head does, measured: how much of its attention lies where, over many sequences.

For every position that a head could mean (the one before, the token itself, the place where the answer stands …), its
*share* is the attention that lies there, averaged over the rows in which there is such a position. A head that looks at
all visible positions alike has the *uniform* share; only what lies above it tells anything.

References
----------
- Clark, Khandelwal, Levy, Manning 2019, "What Does BERT Look At?": heads named after where they look.
- Olsson et al. 2022, "In-context Learning and Induction Heads": previous-token heads, and the induction heads built on
them.
- Michel, Levy, Neubig 2019, "Are Sixteen Heads Really Better than One?": heads silenced one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from core.labs.self_attention.data import NONE

PATTERNS = ("gold", "previous", "same", "itself", "next", "first")
"""Where a head may look: at the answer's place, one back, at earlier tokens like its own, at itself, one ahead, at the
bar.
"""

NAMED, EVEN = 0.4, 0.9
"""The share from which on a head is named after a pattern, and the evenness from which on it looks at everything alike.
"""


class Score(NamedTuple):
    """How much of the attention lies on a pattern.

    Attributes
    ----------
    share : ndarray, shape (L, N)
        Of each head of each layer, 0 … 1.
    uniform : float
        Of a head that looks at all visible positions alike.
    """

    share: np.ndarray
    uniform: float


class Role(NamedTuple):
    """What a head does most.

    Attributes
    ----------
    pattern : str
        One of `PATTERNS`; "even", if its evenness reaches `EVEN`; empty, if nothing does.
    share, uniform : float
        Of that pattern, and what it is for a head that looks at everything alike; where it is empty, of "gold".
    """

    pattern: str
    share: float
    uniform: float


def visible(T: int, causal: bool) -> np.ndarray:
    """Which positions (T, T) each position may look at."""
    return np.tri(T, dtype=bool) if causal else np.ones((T, T), dtype=bool)


def patterns(tokens: np.ndarray, gold: np.ndarray, causal: bool) -> dict[str, np.ndarray]:
    """The cells that belong to each of `PATTERNS`.

    Parameters
    ----------
    tokens : ndarray, shape (B, T)
        Whatever tells tokens apart.
    gold : ndarray of int, shape (B, T)
        Where the answer stands, `NONE` where nothing is asked.
    causal : bool
        Whether later positions are hidden.

    Returns
    -------
    dict of str to ndarray of bool, shape (B, T, T)
    """
    T = tokens.shape[1]
    i, j = np.indices((T, T))
    every = np.ones((len(tokens), 1, 1), dtype=bool)
    cells = {
        "gold": gold[:, :, None] == j,
        "previous": every & (j == i - 1),
        "same": (tokens[:, :, None] == tokens[:, None, :]) & (j < i),
        "itself": every & (j == i),
        "next": every & (j == i + 1),
        "first": every & (j == 0) & (i > 0),
    }
    return {name: cells[name] & visible(T, causal) for name in PATTERNS}


def scores(batches: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], causal: bool) -> dict[str, Score]:
    """The shares of all patterns; under ``auc`` how well the weights tell the gold position from the others; ``even``.

    Parameters
    ----------
    batches : iterable of (alignment, tokens, gold)
        Shapes (B, L, N, T, T), (B, T), (B, T); T may differ from batch to batch.
    causal : bool
        Whether later positions are hidden.

    Returns
    -------
    dict of str to Score
        ``auc`` is the probability that the gold position has more weight than another visible one; uniform: ½.
        ``even`` is the entropy of a row over the most that it could be; uniform: 1.
    """
    names = (*PATTERNS, "auc", "even")
    total: dict[str, np.ndarray] = dict.fromkeys(names, np.zeros(()))  # (L, N) as soon as there is a batch
    uniform: dict[str, float] = dict.fromkeys(names, 0.0)
    rows: dict[str, int] = dict.fromkeys(names, 0)
    for alignment, tokens, gold in batches:
        seen = visible(tokens.shape[1], causal)  # (T, T)
        for name, cells in patterns(tokens, gold, causal).items():
            b, i = np.nonzero(cells.any(2))  # rows that have such a position
            found = np.einsum("rlnj,rj->ln", alignment[b, :, :, i], cells[b, i])  # (L, N)
            total[name] = total[name] + found
            uniform[name] += float((cells[b, i].sum(1) / seen[i].sum(1)).sum())
            rows[name] += len(b)
        area, count = _areas(alignment, gold, seen)
        total["auc"] = total["auc"] + area
        uniform["auc"] += count / 2
        rows["auc"] += count
        total["even"] = total["even"] + _evenness(alignment, seen)
        uniform["even"] += len(tokens)
        rows["even"] += len(tokens)
    return {name: Score(total[name] / max(1, rows[name]), uniform[name] / max(1, rows[name])) for name in names}


def _evenness(alignment: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Entropy over its maximum (L, N), the mean of all rows with two visible positions and more, summed over
    sequences.
    """
    several = seen.sum(1) > 1  # (T,)
    weights = alignment[:, :, :, several]  # (B, L, N, R, T)
    entropy = -(weights * np.log(np.maximum(weights, 1e-12))).sum(-1)  # (B, L, N, R)
    return (entropy / np.log(seen.sum(1)[several])).mean(-1).sum(0)


def _areas(alignment: np.ndarray, gold: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, int]:
    """The sum of the areas under the curve (L, N) over all rows with a gold position and another one, and their
    number.
    """
    b, i = ((gold != NONE) & (seen.sum(1) > 1)).nonzero()
    weights = alignment[b, :, :, i]  # (R, L, N, T)
    at_gold = np.take_along_axis(weights, gold[b, i][:, None, None, None], axis=3)  # (R, L, N, 1)
    others = seen[i].copy()  # (R, T)
    others[np.arange(len(b)), gold[b, i]] = False
    below = (at_gold > weights) + 0.5 * (at_gold == weights)  # (R, L, N, T)
    return np.einsum("rlnj,rj->ln", below, others / others.sum(1, keepdims=True)), len(b)


def roles(found: Mapping[str, Score]) -> list[list[Role]]:
    """What each head of each layer does most: the pattern whose share stands highest above the uniform one."""
    layers, heads = found["gold"].share.shape
    return [[_role(found, layer, head) for head in range(heads)] for layer in range(layers)]


def _role(found: Mapping[str, Score], layer: int, head: int) -> Role:
    shares = {name: float(found[name].share[layer, head]) for name in PATTERNS}
    best = max(PATTERNS, key=lambda name: shares[name] - found[name].uniform)
    if shares[best] < NAMED:
        even = float(found["even"].share[layer, head])
        return Role("even", even, 1.0) if even >= EVEN else Role("", shares["gold"], found["gold"].uniform)
    return Role(best, shares[best], found[best].uniform)


class Reach(NamedTuple):
    """How often the answer is right when it stands so far back.

    Attributes
    ----------
    distance : int
        Positions from where it is asked to where it stands.
    right, count : int
    """

    distance: int
    right: int
    count: int  # pyright: ignore[reportIncompatibleMethodOverride] (in the place of tuple.count, which nobody needs)


def by_distance(batches: Iterable[tuple[np.ndarray, np.ndarray]]) -> list[Reach]:
    """Right answers by the distance to their place, nearest first.

    Parameters
    ----------
    batches : iterable of (right, gold)
        Both (B, T): whether the answer is right, and where it stands, `NONE` where nothing is asked.
    """
    tally: dict[int, list[int]] = {}
    for right, gold in batches:
        b, i = (gold != NONE).nonzero()
        for distance, good in zip((i - gold[b, i]).tolist(), right[b, i].tolist(), strict=True):
            entry = tally.setdefault(distance, [0, 0])
            entry[0] += good
            entry[1] += 1
    return [Reach(distance, *tally[distance]) for distance in sorted(tally)]


def best_head(found: Mapping[str, Score]) -> tuple[int, int]:
    """The layer and head that look most at where the answer stands."""
    share = found["gold"].share
    layer, head = np.unravel_index(int(share.argmax()), share.shape)
    return int(layer), int(head)


def telling_head(found: Mapping[str, Score]) -> tuple[int, int]:
    """The layer and head worth looking at first: the one that looks most at the answers; if none does, the clearest
    habit.
    """
    layer, head = best_head(found)
    habits = roles(found)
    if habits[layer][head].pattern == "gold":
        return layer, head
    clearest = {
        (layer, head): role.share - role.uniform
        for layer, row in enumerate(habits)
        for head, role in enumerate(row)
        if role.pattern in PATTERNS
    }
    return max(clearest, key=clearest.__getitem__, default=(layer, head))
