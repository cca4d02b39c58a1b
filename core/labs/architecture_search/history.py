"""What a search has tried: the children of a run, from the metrics of its steps. Imports no torch.

All that a child depends on, its description and its seed, is a number; so it is recorded with the metrics, and any
child of any run can be trained again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.labs.architecture_search.schooling import LOOKS


@dataclass(frozen=True)
class Trial:
    """A description that was tried, and what came of it.

    Attributes
    ----------
    step : int
        The training step that tried it.
    design : int
        Its number in the space.
    seed : int
        What its child grew from.
    accuracies : tuple of float
        The held-out accuracy over the child's training; the last one is the reward.
    diverged : bool
        Whether a child of it diverged, and so scored 0.
    baseline : float
        What the controller expected then; 0 of one without a baseline.
    """

    step: int
    design: int
    seed: int
    accuracies: tuple[float, ...]
    diverged: bool
    baseline: float

    @property
    def reward(self) -> float:
        """0 … 1."""
        return self.accuracies[-1]

    @property
    def advantage(self) -> float:
        """R − b: by how much it did better than expected."""
        return self.reward - self.baseline


def recorded(place: int, design: int, seed: int, accuracies: Sequence[float], diverged: bool) -> dict[str, float]:
    """What a step records of the description at its `place` among those of the step; `tried` reads it."""
    row = {f"design_{place}": design, f"seed_{place}": seed, f"diverged_{place}": diverged}
    row |= {f"accuracy_{place}_{look}": value for look, value in enumerate(accuracies, 1)}
    return {name: float(value) for name, value in row.items()}


def tried(rows: Iterable[Mapping[str, float]]) -> list[Trial]:
    """All that the rows of a run's metrics say was tried, in order."""
    return [one for row in rows for one in _of(row)]


def _of(row: Mapping[str, float]) -> Iterator[Trial]:
    place = 0
    while f"design_{place}" in row:
        yield Trial(
            step=int(row["step"]),
            design=int(row[f"design_{place}"]),
            seed=int(row[f"seed_{place}"]),
            accuracies=tuple(row[f"accuracy_{place}_{look}"] for look in range(1, LOOKS + 1)),
            diverged=bool(row[f"diverged_{place}"]),
            baseline=row["baseline"],
        )
        place += 1


def best_of(children: Sequence[Trial]) -> Trial | None:
    """The first one with the highest reward; None where nothing was tried."""
    return max(children, key=lambda one: one.reward, default=None)


def running_mean(rewards: Sequence[float], window: int) -> np.ndarray:
    """The mean of each reward and of those before it, at most `window` of them; (N,)."""
    sums = np.cumsum([0.0, *rewards])  # (N + 1,)
    ends = np.arange(1, len(rewards) + 1)  # (N,)
    begins = np.maximum(0, ends - window)  # (N,)
    return (sums[ends] - sums[begins]) / (ends - begins)
