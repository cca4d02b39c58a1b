"""Learning with a remedy and without: the experiment of the config, and who learns in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from core.errors import InputError
from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.model import Tipped
from core.labs.generation_tips.networks import names_of
from core.labs.generation_tips.tips import TIPS
from core.task import Player, Step, Task, TrainState

QUICK, FINAL = 100, 500
"""Held-out examples on which the metrics are measured at a checkpoint and at the end."""


class TipsTask(Task[Tipped, Any]):
    """One experiment: its two networks learn from the same examples, each by its own loss (see `core.task.Task`).

    Parameters
    ----------
    config : TipsConfig
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If a file of one's own is given.
    """

    def __init__(self, config: TipsConfig, data: Path | None = None) -> None:
        if data is not None:
            raise InputError("This lab draws its own examples and takes no file. Train without one.")
        self.config = config
        self.tip = TIPS[config.tip](config)
        self.players = tuple(Player(name, (f"networks.{name}.",)) for name in names_of(config.tip))

    def model(self, generator: torch.Generator) -> Tipped:
        """Fresh networks, their weights drawn from `generator`."""
        model = Tipped(self.config)
        model.initialise(generator)
        return model

    def batch(self, generator: torch.Generator) -> Any:
        """The examples of one step."""
        return self.tip.batch(generator)

    def step(self, model: Tipped, batch: Any, state: TrainState) -> Step:
        """The loss of each network."""
        return self.tip.step(model.by_name, batch, state)

    def quick_eval(self, model: Tipped) -> dict[str, float]:
        """Metrics on some held-out examples: see the ``judged`` of the tip."""
        return self.tip.judged(model.by_name, QUICK)

    def final_eval(self, model: Tipped) -> dict[str, float]:
        """Metrics on many held-out examples."""
        return self.tip.judged(model.by_name, FINAL)
