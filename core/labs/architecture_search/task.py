"""Searching: a controller writes descriptions, children are trained from them, and rewards move the controller."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.errors import InputError
from core.labs.architecture_search.children import Outcome, judged_on, train_child
from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.history import recorded
from core.labs.architecture_search.model import Controller, entropy_of
from core.labs.architecture_search.table import rewards
from core.task import Step, Task, TrainState

DECAY = 0.9
"""The share of the baseline that a step leaves as it was."""

LAST = 30
"""Children that are trained in the end, to say what the controller's are worth."""

FINAL_SEED = 100_000
"""Where their seeds begin."""


class SearchTask(Task[Controller, Tensor]):
    """A search space and the controller that learns to describe what is good in it (see `core.task.Task`).

    One training step writes some descriptions, trains their children and moves the controller once. What it makes small
    is L = 1 − J. A step knows an estimate of L, and an estimate of its gradient by REINFORCE, with an entropy bonus::

        L ≈ 1 − mean R        ∇L ≈ ∇ [− mean (R − b) log π(a) − β mean H]        b ← .9 b + .1 mean R

    Parameters
    ----------
    config : SearchConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: SearchConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("The children of this lab learn from its own digits and sequences. Train without a file.")
        self.config = config
        judged_on(config.space)  # have the children's examples ready, for no step shall wait for them

    def model(self, generator: torch.Generator) -> Controller:
        """A fresh controller, to which every description is equally likely."""
        model = Controller(self.config)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Tensor:
        """The seeds of the children of each description: (B,), int64."""
        return torch.randint(2**31 - 10, (self.config.batch_size,), generator=generator)

    def step(self, model: Controller, batch: Tensor, state: TrainState) -> Step:
        """Write descriptions, train their children, and judge the descriptions by their rewards."""
        config, space = self.config, model.space
        tokens = model.sample(len(batch), state.generator)  # (B, T)
        written, seeds = tokens.tolist(), batch.tolist()
        outcomes = [self.outcome(model, one, seed) for one, seed in zip(written, seeds, strict=True)]
        R = torch.tensor([outcome.reward for outcome in outcomes])  # (B,)
        expected = state.carry.get("baseline", R.mean())
        b = expected if config.baseline else torch.zeros(())
        log_p, entropy = model.judge(tokens)  # (B,) each
        pull = -((R - b) * log_p).mean() - config.entropy * entropy.mean()
        loss = 1 - R.mean() + (pull - pull.detach() if config.controller == "reinforce" else 0 * pull)
        metrics = {"reward": float(np.mean([outcome.reward for outcome in outcomes])), "baseline": b.item()}
        for place, (one, seed, outcome) in enumerate(zip(written, seeds, outcomes, strict=True)):
            metrics |= recorded(place, space.number(one), seed, outcome.accuracies, outcome.diverged)
        return Step(
            {"model": loss},
            metrics,
            {"baseline": DECAY * expected + (1 - DECAY) * R.mean()},
        )

    def outcome(self, model: Controller, tokens: Sequence[int], seed: int) -> Outcome:
        """How the children of a description did, on average; they grow from `seed` and the seeds behind it."""
        found = [train_child(model.space, tokens, seed + n)[1] for n in range(self.config.children)]
        accuracies = tuple(np.mean([one.accuracies for one in found], axis=0).tolist())
        return Outcome(accuracies[-1], accuracies, found[0].losses, any(one.diverged for one in found))

    def quick_eval(self, model: Controller) -> dict[str, float]:
        """What it believes, judged by the table of all designs.

        ``expected_reward`` is Σ_a π(a) R(a), ``entropy`` that of π in nats, and ``likeliest_reward`` the reward of the
        likeliest description.
        """
        p, R = model.beliefs().double().numpy(), rewards(self.config.space)  # (size,) each
        return {
            "expected_reward": float(p @ R / p.sum()),
            "entropy": entropy_of(torch.from_numpy(p)),
            "likeliest_reward": float(R[p.argmax()]),
        }

    def final_eval(self, model: Controller) -> dict[str, float]:
        """The same; and what new children are worth.

        ``mean_reward_last`` and ``best_reward`` are of `LAST` descriptions that it writes now, trained anew, and
        ``random_mean`` is what random search may expect, the mean over the table.
        """
        generator = torch.Generator().manual_seed(FINAL_SEED)
        written = model.sample(LAST, generator).tolist()
        found = [train_child(model.space, one, FINAL_SEED + n)[1].reward for n, one in enumerate(written)]
        return self.quick_eval(model) | {
            "mean_reward_last": float(np.mean(found)),
            "best_reward": max(found),
            "random_mean": float(rewards(self.config.space)[self.config.designs].mean()),
        }
