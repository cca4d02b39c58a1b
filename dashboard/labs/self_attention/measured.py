"""What is measured on networks that look things up, once for all viewers: habits of heads, silenced heads,
distances.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import streamlit as st

from core.labs.self_attention.heads import Reach, Role, roles
from core.runs.store import Checkpoint
from dashboard.resources import model_at

if TYPE_CHECKING:
    from core.labs.self_attention.heads import Score
    from core.labs.self_attention.task import SelfAttentionTask


def scores_at(checkpoint: Checkpoint) -> dict[str, Score]:
    """Where the heads of a checkpoint look, on held-out sequences."""
    return _scores(str(checkpoint.path), checkpoint)


def roles_at(checkpoint: Checkpoint) -> list[list[Role]]:
    """What each head of a checkpoint does most."""
    return roles(scores_at(checkpoint))


def without_each(checkpoint: Checkpoint) -> tuple[float, dict[tuple[int, int], float]]:
    """The held-out accuracy of a checkpoint, and that without each of its heads in turn."""
    return _without(str(checkpoint.path), checkpoint)


def without(checkpoint: Checkpoint, silenced: tuple[tuple[int, int], ...]) -> float:
    """The held-out accuracy of a checkpoint without some heads."""
    return _accuracy(str(checkpoint.path), silenced, checkpoint)


def reach_at(checkpoint: Checkpoint) -> list[Reach]:
    """Right answers of a checkpoint by distance."""
    return _reach(str(checkpoint.path), checkpoint)


def _task(checkpoint: Checkpoint) -> SelfAttentionTask:
    from core.labs.self_attention.task import SelfAttentionTask

    return SelfAttentionTask(model_at(checkpoint).config)


@st.cache_resource(show_spinner=False, max_entries=512)
def _scores(path: str, _checkpoint: Checkpoint) -> dict[str, Score]:
    return _task(_checkpoint).looks(model_at(_checkpoint))


@st.cache_resource(show_spinner=False, max_entries=128)
def _without(path: str, _checkpoint: Checkpoint) -> tuple[float, dict[tuple[int, int], float]]:
    config = model_at(_checkpoint).config
    each = product(range(config.layers), range(config.heads))
    return without(_checkpoint, ()), {head: without(_checkpoint, (head,)) for head in each}


@st.cache_resource(show_spinner=False, max_entries=512)
def _accuracy(path: str, silenced: tuple[tuple[int, int], ...], _checkpoint: Checkpoint) -> float:
    return _task(_checkpoint).accuracy(model_at(_checkpoint), silenced)


@st.cache_resource(show_spinner=False, max_entries=128)
def _reach(path: str, _checkpoint: Checkpoint) -> list[Reach]:
    return _task(_checkpoint).reach(model_at(_checkpoint))
