"""The knobs of a network that designs networks: lab ``architecture_search``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob
from core.labs.architecture_search.spaces import SPACES, Space


@dataclass(frozen=True)
class SearchConfig:
    """Knobs of a controller and of the search that it does (lab ``architecture_search``)."""

    space: str = knob(
        "dense",
        "Search space",
        "What the descriptions describe: dense networks that read handwritten digits, or recurrent ones that must"
        " recall the first of eight symbols.",
        choices=tuple(SPACES),
    )
    controller: str = knob(
        "reinforce",
        "Controller",
        "Whether rewards move the controller, or every description is drawn at random, all equally likely.",
        choices=("reinforce", "random"),
    )
    baseline: bool = knob(
        True,
        "Baseline",
        "Whether a moving mean of the rewards is taken from each reward: what did better than usual gets likelier, what"
        " did worse less likely. Without it everything that was tried gets likelier, the good only more so.",
    )
    entropy: float = knob(
        0.01,
        "Entropy bonus",
        "What a controller gains from being undecided; it keeps it trying. Too much and it never makes up its mind.",
        low=0.0,
        high=1.0,
    )
    free: int = knob(
        6,
        "Free choices",
        "How many words of a description the controller chooses, the first ones; the others are held at something that"
        " works. With 0 a single design is left.",
        low=0,
        high=6,
    )
    children: int = knob(
        1,
        "Children per description",
        "How many networks are trained from each description, from other first weights; its reward is their mean.",
        low=1,
        high=5,
    )
    batch_size: int = knob(
        1, "Descriptions per step", "How many descriptions are tried before the controller learns.", low=1, high=10
    )
    hidden_size: int = knob(32, "Hidden size", "How many units the controller has.", low=4, high=128)
    learning_rate: float = learning_rate(0.02)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)

    @property
    def choices(self) -> Space:
        """What may be described, before anything is held fixed."""
        return SPACES[self.space]

    @property
    def designs(self) -> list[int]:
        """The numbers of all designs that may be described."""
        return self.choices.numbers(self.choices.free(self.free))
