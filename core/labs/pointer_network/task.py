"""Learning to point: sets of points with their right answers, and how often a network finds them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.data.points import own_cloud
from core.labs.pointer_network.config import MOST, PointerConfig
from core.labs.pointer_network.data import NONE, PointSets, draw, posed
from core.labs.pointer_network.geometry import area, tour_length
from core.labs.pointer_network.model import PointerNetwork
from core.task import SupervisedTask

QUICK, FINAL = 50, 400
"""Held-out sets of each size on which the metrics are measured at a checkpoint and at the end."""

HELD_OUT_SEED = 2015


class PointerTask(SupervisedTask[PointerNetwork, PointSets]):
    """Sets of points with a question, and the network that learns to answer it (see `core.task.Task`).

    All sets of a batch have equally many points, so that none has padding.

    Parameters
    ----------
    config : PointerConfig
    data : Path, optional
        A viewer's own table of points; sets are drawn from it instead of from the unit square.

    Raises
    ------
    InputError
        If `data` cannot be used (see `core.data.points.own_cloud`).
    """

    def __init__(self, config: PointerConfig, data: Path | None = None) -> None:
        self.config = config
        self.cloud, self.held_out_cloud = None, None
        if data is not None:
            cloud, _ = own_cloud(data.read_bytes(), data.name)
            self.cloud, self.held_out_cloud = map(torch.from_numpy, cloud)  # (N, 2) each

    def model(self, generator: torch.Generator) -> PointerNetwork:
        """A fresh network, every weight drawn from `generator`."""
        model = PointerNetwork(self.config)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> PointSets:
        """Sets of one size."""
        sizes = self.config.sizes
        n = sizes[int(torch.randint(len(sizes), (), generator=generator))]
        return posed(self.config.task, draw(self.config.batch_size, n, generator, self.cloud))

    def loss(self, model: PointerNetwork, batch: PointSets, generator: torch.Generator) -> Tensor:
        """Cross-entropy in nats per place of the answer, its end included."""
        logits = model(*batch)  # (B, M, n + 1)
        return cross_entropy(logits.flatten(0, 1), batch.answer.flatten(), ignore_index=NONE)

    def quick_eval(self, model: PointerNetwork) -> dict[str, float]:
        """Metrics on some held-out sets: see `final_eval`."""
        return self._measure(model, QUICK)

    def final_eval(self, model: PointerNetwork) -> dict[str, float]:
        """Metrics on many held-out sets.

        ``accuracy`` is the share of answers that are right from beginning to end, over the sizes of the training;
        ``accuracy_longer`` the same at ``test_points``, ``accuracy_<n>`` at each size. Of a hull ``coverage``: the
        share of the true hull's area that the hull of the named points has. Of a tour ``tour_ratio``: the length of
        the closed way along the answer over that of the shortest, and ``valid``, the share of answers that visit
        every point once; a ratio is measured over valid ones only. These three are of the largest sets of the training,
        and ``coverage_longer``, ``tour_ratio_longer``, ``valid_longer`` of those of ``test_points``.
        """
        return self._measure(model, FINAL)

    def accuracy(self, model: PointerNetwork, n: int, count: int = FINAL) -> float:
        """The share of answers that are right from beginning to end, on held-out sets of n points."""
        held_out = self.held_out(n, count)
        return float(right(model.decode(held_out.points)[0], held_out).float().mean())

    @property
    def most(self) -> int:
        """Points of the largest held-out set that there can be."""
        return MOST if self.held_out_cloud is None else min(MOST, len(self.held_out_cloud))

    def held_out(self, n: int, count: int) -> PointSets:
        """Sets of n points that no training draws: equal in every run."""
        if self.held_out_cloud is None:
            return uniform(self.config.task, n, count)
        generator = torch.Generator().manual_seed(HELD_OUT_SEED + n)
        return posed(self.config.task, draw(count, n, generator, self.held_out_cloud))

    def _measure(self, model: PointerNetwork, count: int) -> dict[str, float]:
        exact, good = {}, {}
        for n in sorted({*self.config.sizes, self.config.test_points}):
            held_out = self.held_out(n, count)
            said, _ = model.decode(held_out.points)  # (B, n + 1)
            exact[n] = float(right(said, held_out).float().mean())
            good[n] = quality(self.config.task, said, held_out)
        metrics = {"accuracy": sum(exact[n] for n in self.config.sizes) / len(self.config.sizes)}
        metrics["accuracy_longer"] = exact[self.config.test_points]
        metrics |= good[self.config.points]
        metrics |= {f"{name}_longer": value for name, value in good[self.config.test_points].items()}
        return metrics | {f"accuracy_{n}": share for n, share in exact.items()}


def right(said: Tensor, sets: PointSets) -> Tensor:
    """Which answers (B, n + 1), filled up with the end, are right from beginning to end; (B,) of bool."""
    n = sets.points.shape[1]
    answer = torch.where(sets.answer == NONE, n, sets.answer)  # (B, M)
    M = answer.shape[1]
    return (said[:, :M] == answer).all(1) & (said[:, M:] == n).all(1)


def quality(task: str, said: Tensor, sets: PointSets) -> dict[str, float]:
    """How good answers are that need not be right (see `PointerTask.final_eval`); of sorting nothing.

    Where all are right, rounding takes no mean beyond 1.
    """
    points, n = sets.points.numpy(), sets.points.shape[1]
    named = [row[row < n] for row in said.numpy()]
    if task == "hull":
        shares = [area(one[k]) / area(one) for one, k in zip(points, named, strict=True)]
        return {"coverage": min(1.0, float(np.mean(shares)))}
    if task == "sorting":
        return {}
    whole = [len(k) == n == len(set(k.tolist())) for k in named]
    ratios = [
        tour_length(one[k]) / tour_length(one[answer[:n].numpy()])
        for one, k, answer, valid in zip(points, named, sets.answer, whole, strict=True)
        if valid
    ]
    return {"valid": float(np.mean(whole))} | ({"tour_ratio": max(1.0, float(np.mean(ratios)))} if ratios else {})


@lru_cache(maxsize=64)
def uniform(task: str, n: int, count: int) -> PointSets:
    """Held-out sets of n points in the unit square."""
    return posed(task, draw(count, n, torch.Generator().manual_seed(HELD_OUT_SEED + n)))
