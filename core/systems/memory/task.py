"""Learning to remember: sequences of a task, the network, and how often it is right on sequences it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, mse_loss

from core.errors import InputError
from core.systems.memory import data as memory
from core.systems.memory.config import SYMBOLIC, MemoryConfig
from core.systems.memory.data import DIGITS, LETTERS, Sequences
from core.systems.memory.gradients import gradient_norms, telling_times
from core.systems.memory.model import MemoryNetwork
from core.task import SupervisedTask

QUICK, FINAL = 256, 1_000
"""Held-out sequences on which the metrics are measured at a checkpoint and at the end."""


_PART = 256  # sequences whose internals are held in memory at once


class MemoryTask(SupervisedTask[MemoryNetwork, Sequences]):
    """Delayed recall, the latest digit, or the adding problem (see `core.systems.memory.data`, and `core.task.Task`).

    Parameters
    ----------
    config : MemoryConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: MemoryConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("This lab makes its own sequences and takes no file. Train without one.")
        self.config = config

    def model(self, generator: torch.Generator) -> MemoryNetwork:
        """A new network."""
        model = MemoryNetwork(self.config, DIGITS + LETTERS, len(DIGITS))
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Sequences:
        """Sequences drawn from `generator`, none of them held out."""
        return memory.TASKS[self.config.task](self.config.batch_size, self.config.length, generator)

    def loss(self, model: MemoryNetwork, batch: Sequences, generator: torch.Generator) -> Tensor:
        """Of symbols the cross-entropy of the digit, in nats; of adding the squared error of the sum."""
        said, _ = model(batch.x)  # (B, T, O)
        return loss_of(self.config.task, said[:, -1], batch.answer)

    def quick_eval(self, model: MemoryNetwork) -> dict[str, float]:
        """Metrics on `QUICK` held-out sequences: ``accuracy`` and ``held_out_loss``."""
        return self.measure(model, self.config.length, QUICK)

    def final_eval(self, model: MemoryNetwork) -> dict[str, float]:
        """The same on `FINAL` held-out sequences, and ``chance``: the accuracy of who has read nothing."""
        return self.measure(model, self.config.length, FINAL) | {"chance": memory.chance(self.config.task)}

    @torch.no_grad()
    def measure(self, model: MemoryNetwork, length: int, count: int) -> dict[str, float]:
        """``accuracy`` and ``held_out_loss`` on `count` held-out sequences of any length."""
        x, answer = memory.held_out(self.config.task, length, count)
        said = torch.cat([model(part)[0][:, -1] for part in x.split(_PART)])  # (B, O)
        return {
            "accuracy": float(memory.right(self.config.task, said, answer).float().mean()),
            "held_out_loss": float(loss_of(self.config.task, said, answer)),
        }

    def gradients(self, model: MemoryNetwork, count: int = 32) -> Mapping[str, Sequence[float]]:
        """How far back the error reaches, on `count` held-out sequences.

        Returns
        -------
        dict of str to list of float
            ``time``, some t from 1 to T; and for each state s that the top layer carries, ‖∂L/∂s_t‖ there, the mean
            over the sequences.
        """
        times = telling_times(self.config.length)
        x, answer = memory.held_out(self.config.task, self.config.length, count)

        def loss(hidden: Tensor) -> Tensor:
            return loss_of(self.config.task, model.output(hidden), answer, reduction="none")  # (B,)

        norms = gradient_norms(model.cell, x, loss, times)  # (B, times) each
        return {"time": times, **{name: values.mean(0).tolist() for name, values in norms.items()}}


def loss_of(task: str, said: Tensor, answer: Tensor, reduction: str = "mean") -> Tensor:
    """What training makes small: of symbols the cross-entropy in nats, of adding the squared error."""
    if task in SYMBOLIC:
        return cross_entropy(said, answer, reduction=reduction)
    return mse_loss(said[:, 0], answer, reduction=reduction)
