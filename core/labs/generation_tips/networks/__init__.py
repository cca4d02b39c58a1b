"""The networks of the five experiments, and how many each has."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from core.labs.generation_tips.config import TipsConfig
from core.labs.generation_tips.languages import CROSSROADS, MODES
from core.labs.generation_tips.networks.captioner import VideoTeller
from core.labs.generation_tips.networks.follower import Follower
from core.labs.generation_tips.networks.writer import Mixer, Searcher

NETWORKS: dict[str, Callable[[TipsConfig], nn.Module]] = {
    "coverage": lambda config: VideoTeller(config.hidden_size),
    "scheduled_sampling": lambda config: Follower(config.hidden_size),
    "distribution": lambda config: Mixer(MODES, config.hidden_size),
    "beam": lambda config: Searcher(CROSSROADS, config.hidden_size),
    "reward": lambda config: VideoTeller(config.hidden_size),
}
"""A network for each tip."""

PAIR, SINGLE = ("without", "with"), ("both",)


def names_of(tip: str) -> tuple[str, ...]:
    """What the networks of a tip are called: two that learn side by side, or one where the remedy is how it writes."""
    return SINGLE if tip in ("distribution", "beam") else PAIR
