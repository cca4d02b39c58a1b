"""What is measured on networks that look things up, once for all viewers: habits of heads, silenced heads,
distances.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from core.labs.self_attention.heads import Reach, Role, roles
from core.runs.store import Checkpoint
from dashboard.cache import computed_once
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.self_attention.heads import Score
    from core.labs.self_attention.task import SelfAttentionTask


@computed_once
def scores_at(checkpoint: Checkpoint) -> dict[str, Score]:
    """Where the heads of a checkpoint look, on held-out sequences."""
    return _task(checkpoint).looks(model_at(checkpoint))


def roles_at(checkpoint: Checkpoint) -> list[list[Role]]:
    """What each head of a checkpoint does most."""
    return roles(scores_at(checkpoint))


@computed_once
def without_each(checkpoint: Checkpoint) -> tuple[float, dict[tuple[int, int], float]]:
    """The held-out accuracy of a checkpoint, and that without each of its heads in turn."""
    config = model_at(checkpoint).config
    each = product(range(config.layers), range(config.heads))
    return without(checkpoint, ()), {head: without(checkpoint, (head,)) for head in each}


@computed_once
def without(checkpoint: Checkpoint, silenced: tuple[tuple[int, int], ...]) -> float:
    """The held-out accuracy of a checkpoint without some heads."""
    return _task(checkpoint).accuracy(model_at(checkpoint), silenced)


@computed_once
def reach_at(checkpoint: Checkpoint) -> list[Reach]:
    """Right answers of a checkpoint by distance."""
    return _task(checkpoint).reach(model_at(checkpoint))


def parameters_at(checkpoint: Checkpoint) -> int:
    """How many numbers the network of a checkpoint has learnt."""
    return sum(weights.numel() for weights in model_at(checkpoint).parameters())


def _task(checkpoint: Checkpoint) -> SelfAttentionTask:
    from core.labs.self_attention.task import SelfAttentionTask

    return SelfAttentionTask(model_at(checkpoint).config)
