"""What one experiment brings: its data, its losses, and how its networks are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import torch

from core.labs.generation_tips.config import TipsConfig
from core.task import Step, TrainState

Networks = Mapping[str, Any]
"""The networks of a tip by name: ``without`` and ``with``, or ``both``."""


class Tip(Protocol):
    """One experiment; the same for equal configs, never random by itself."""

    def __init__(self, config: TipsConfig) -> None: ...

    def batch(self, generator: torch.Generator) -> Any:
        """The examples of one training step."""
        ...

    def step(self, networks: Networks, batch: Any, state: TrainState) -> Step:
        """The loss of each network."""
        ...

    def judged(self, networks: Networks, count: int) -> dict[str, float]:
        """``with_tip`` and ``without_tip``, and what else tells the two apart, on at most `count` held-out examples."""
        ...
