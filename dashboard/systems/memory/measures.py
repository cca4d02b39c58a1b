"""What is measured on networks that must remember, once for all viewers: gradients, accuracy at other lengths,
sizes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.runs.store import Checkpoint
from core.systems.memory.config import MemoryConfig
from dashboard.cache import computed_once
from dashboard.resources import model_at

COUNT = 128
"""Held-out sequences on which the accuracy at another length is measured."""


@computed_once
def gradients_before_training(config: Mapping[str, Any], seed: int) -> Mapping[str, Sequence[float]]:
    """How far back the error of an untrained network reaches (see `core.systems.memory.task.MemoryTask.gradients`)."""
    import torch

    from core.systems.memory.task import MemoryTask

    task = MemoryTask(MemoryConfig(**config))
    return task.gradients(task.model(torch.Generator().manual_seed(seed)))


@computed_once
def gradients_at(checkpoint: Checkpoint) -> Mapping[str, Sequence[float]]:
    """The same of a network as it was at a checkpoint."""
    from core.systems.memory.task import MemoryTask

    model = model_at(checkpoint)
    return MemoryTask(model.config).gradients(model)


@computed_once
def accuracy_at(checkpoint: Checkpoint, length: int) -> float:
    """The held-out accuracy of a network on sequences of any length, whatever it was trained on."""
    from core.systems.memory.task import MemoryTask

    model = model_at(checkpoint)
    return MemoryTask(model.config).measure(model, length, COUNT)["accuracy"]


@computed_once
def sizes(cell: str, task: str, hidden_size: int, layers: int) -> tuple[int, int]:
    """How many numbers a cell learns, and the linear layer above it."""
    import torch

    from core.systems.memory.task import MemoryTask

    config = MemoryConfig(cell=cell, task=task, hidden_size=hidden_size, layers=layers)
    model = MemoryTask(config).model(torch.Generator())
    counts = [sum(weights.numel() for weights in part.parameters()) for part in (model.cell, model.output)]
    return counts[0], counts[1]
