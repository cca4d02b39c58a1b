"""A tournament: networks that differ in their cell alone, trained on one task from the same seeds, and how they
compare.

Imports no torch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from core.analyses.significance import holm, needed, permutation_p

GOAL = 0.99
"""The held-out accuracy at which a task counts as solved."""

REFERENCE = "lstm_peephole"
"""What the variants are compared with: the vanilla LSTM of Greff et al. 2017."""


@dataclass(frozen=True)
class Comparison:
    """Who competes: each cell at each length from each seed, with all other knobs alike.

    Attributes
    ----------
    cells : tuple of str
        Keys of `core.nn.cells.family.CELLS`.
    lengths : tuple of int
        Lengths T of the sequences.
    seeds : tuple of int
        What weights and batches are drawn from.
    steps : int
        Training steps that each may take.
    config : mapping
        The other knobs.
    """

    cells: tuple[str, ...]
    lengths: tuple[int, ...]
    seeds: tuple[int, ...]
    steps: int
    config: Mapping[str, Any]

    def entrants(self) -> list[tuple[dict[str, Any], int]]:
        """Knobs and seed of each network, seed by seed, so that all cells can be compared early on."""
        return [
            ({**self.config, "cell": cell, "length": length}, seed)
            for seed in self.seeds
            for length in self.lengths
            for cell in self.cells
        ]


@dataclass(frozen=True)
class Entry:
    """One network of a tournament, as far as it has come.

    Attributes
    ----------
    cell, length, seed
        What sets it apart from the others.
    parameters : int
        How many numbers it learns.
    curve : tuple of (int, float, float)
        Training step, held-out accuracy and held-out loss at each checkpoint, oldest first.
    state : str
        As of `core.runs.records.Run`.
    run : str or None
        Its run in the store, if it has one.
    """

    cell: str
    length: int
    seed: int
    parameters: int
    curve: tuple[tuple[int, float, float], ...]
    state: str = "finished"
    run: str | None = None

    @property
    def finished(self) -> bool:
        """Whether it has used all its steps."""
        return self.state in ("finished", "shipped")

    @property
    def solved_at(self) -> int | None:
        """The first checkpoint's step at which the accuracy was `GOAL` or more, if there is one."""
        return next((step for step, accuracy, _ in self.curve if accuracy >= GOAL), None)

    @property
    def score(self) -> tuple[int, float]:
        """What two networks are compared by: whether the task was solved, then how soon, or else how nearly."""
        return (0, self.curve[-1][1]) if self.solved_at is None else (1, -self.solved_at)


@dataclass(frozen=True)
class Spread:
    """A metric over several seeds: its mean, least and greatest value."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value."""
        return cls(fmean(values), min(values), max(values))


@dataclass(frozen=True)
class Standing:
    """One cell in the ranking.

    Attributes
    ----------
    cell : str
    parameters : int
    entered, finished, solved : int
        How many networks it has, how many of them are done, and how many of these reached `GOAL`.
    accuracy, loss : Spread or None
        Final held-out metrics over the networks that are done; None while there is none.
    steps : Spread or None
        At which step `GOAL` was reached, over those that did.
    scores : tuple
        Of those that are done, worst first (see `Entry.score`).
    """

    cell: str
    parameters: int
    entered: int
    finished: int
    solved: int
    accuracy: Spread | None
    loss: Spread | None
    steps: Spread | None
    scores: tuple[tuple[int, float], ...]

    @property
    def rank(self) -> tuple[float, ...]:
        """The order of the table: accuracy, then how soon the task was solved, then the loss; those without any
        last.
        """
        if self.accuracy is None or self.loss is None:
            return (1,)
        steps = self.steps.mean if self.steps else math.inf
        return (0, -round(self.accuracy.mean, 3), steps, self.loss.mean)


def standings(entries: Sequence[Entry]) -> list[Standing]:
    """The ranking of a tournament, best cell first."""
    cells = dict.fromkeys(entry.cell for entry in entries)
    return sorted(
        (_standing([entry for entry in entries if entry.cell == cell]) for cell in cells), key=lambda s: s.rank
    )


def _standing(entries: Sequence[Entry]) -> Standing:
    done = [entry for entry in entries if entry.finished and entry.curve]
    solved = [entry.solved_at for entry in done if entry.solved_at is not None]
    return Standing(
        cell=entries[0].cell,
        parameters=entries[0].parameters,
        entered=len(entries),
        finished=len(done),
        solved=len(solved),
        accuracy=Spread.of([entry.curve[-1][1] for entry in done]) if done else None,
        loss=Spread.of([entry.curve[-1][2] for entry in done]) if done else None,
        steps=Spread.of(solved) if solved else None,
        scores=tuple(sorted(entry.score for entry in done)),
    )


def verdicts(rows: Sequence[Standing], reference: str = REFERENCE) -> dict[str, str]:
    """How each other cell of a ranking did beside the reference (see `core.analyses.significance`).

    All comparisons are one family: in at most one of twenty rankings of equal cells is any difference reported.

    Parameters
    ----------
    rows : sequence of Standing
        The ranking; empty verdicts if the reference is not in it.
    reference : str
        The cell that the others are compared with.

    Returns
    -------
    dict of str to {"worse", "better", "slower", "faster", "alike", "unknown"}
        Slower or faster, if the networks behind have solved the task nevertheless, all of them. Alike: chance alone
        may have dealt these ranks. Unknown, while fewer networks than `needed` of either are done: then none could be
        told from chance.
    """
    found = {row.cell: row for row in rows}
    if reference not in found:
        return {}
    beside, others = found[reference], [row for row in rows if row.cell != reference]
    least = needed(len(others))
    p = [
        permutation_p(row.scores, beside.scores) if min(row.finished, beside.finished) >= least else 1 for row in others
    ]
    return {
        row.cell: "unknown" if min(row.finished, beside.finished) < least else _verdict(row, beside, counts)
        for row, counts in zip(others, holm(p), strict=True)
    }


def _verdict(variant: Standing, beside: Standing, counts: bool) -> str:
    if not counts:
        return "alike"
    if _ranks_above(variant.scores, beside.scores):
        return "faster" if beside.solved == beside.finished else "better"
    return "slower" if variant.solved == variant.finished else "worse"


def _ranks_above(one: Sequence[tuple[int, float]], other: Sequence[tuple[int, float]]) -> bool:
    return sum((a > b) - (a < b) for a in one for b in other) > 0
