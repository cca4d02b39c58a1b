"""What is measured on networks that must remember, once for all viewers: gradients, accuracy at other lengths,
sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.runs.store import Checkpoint
from core.systems.memory.config import MemoryConfig
from dashboard.resources import model_at

COUNT = 128
"""Held-out sequences on which the accuracy at another length is measured."""


def gradients_before_training(config: Mapping[str, Any], seed: int) -> dict[str, list[float]]:
    """How far back the error of an untrained network reaches (see `core.systems.memory.task.MemoryTask.gradients`)."""
    return _untrained(tuple(sorted(config.items())), seed)


@st.cache_resource(show_spinner=False, max_entries=512)
def _untrained(config: tuple[tuple[str, Any], ...], seed: int) -> dict[str, list[float]]:
    import torch

    from core.systems.memory.task import MemoryTask

    task = MemoryTask(MemoryConfig(**dict(config)))
    return task.gradients(task.model(torch.Generator().manual_seed(seed)))


def gradients_at(checkpoint: Checkpoint) -> dict[str, list[float]]:
    """The same of a network as it was at a checkpoint."""
    return _at(str(checkpoint.path), checkpoint)


@st.cache_resource(show_spinner=False, max_entries=512)
def _at(path: str, _checkpoint: Checkpoint) -> dict[str, list[float]]:
    from core.systems.memory.task import MemoryTask

    model = model_at(_checkpoint)
    return MemoryTask(model.config).gradients(model)


def accuracy_at(checkpoint: Checkpoint, length: int) -> float:
    """The held-out accuracy of a network on sequences of any length, whatever it was trained on."""
    return _accuracy(str(checkpoint.path), length, checkpoint)


@st.cache_resource(show_spinner=False, max_entries=2_048)
def _accuracy(path: str, length: int, _checkpoint: Checkpoint) -> float:
    from core.systems.memory.task import MemoryTask

    model = model_at(_checkpoint)
    return MemoryTask(model.config).measure(model, length, COUNT)["accuracy"]


@st.cache_resource(show_spinner=False, max_entries=512)
def sizes(cell: str, task: str, hidden_size: int, layers: int) -> tuple[int, int]:
    """How many numbers a cell learns, and the linear layer above it."""
    import torch

    from core.systems.memory.task import MemoryTask

    config = MemoryConfig(cell=cell, task=task, hidden_size=hidden_size, layers=layers)
    model = MemoryTask(config).model(torch.Generator())
    counts = [sum(weights.numel() for weights in part.parameters()) for part in (model.cell, model.output)]
    return counts[0], counts[1]
