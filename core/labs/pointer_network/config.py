"""The knobs of a network that points into its input: lab ``pointer_network``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.errors import InputError
from core.knobs import check_config, knob

FEWEST = 5
"""Points of the smallest sets of a training, unless its largest are smaller."""

MOST = 50
"""Points of the largest set that is looked at."""

HEADS = 4
"""Attentions of an encoder's layer; they share the numbers of a point."""


@dataclass(frozen=True)
class PointerConfig:
    """Knobs of a network that answers with places of its input, and of its training (lab ``pointer_network``)."""

    task: str = knob(
        "hull",
        "Task",
        "What is asked of the points: the corners of their convex hull in order, all of them from the lowest to the"
        " highest, or the shortest round tour.",
        choices=("hull", "sorting", "tour"),
    )
    architecture: str = knob(
        "pointer",
        "Decoder",
        "What the decoder's answer is: a place of the input that it points at; or a word of a fixed vocabulary of"
        " places, chosen after attention has blended the input, or without looking at it.",
        choices=("pointer", "attention", "fixed"),
    )
    points: int = knob(
        8,
        "Points in training",
        "How many points the largest sets of the training have; the smallest have 5, or as many.",
        low=2,
        high=12,
    )
    test_points: int = knob(
        10, "Points in the test", "How many points the sets have on which the longer test is made.", low=2, high=12
    )
    mask: bool = knob(
        True,
        "Mask",
        "Whether what was visited can be said again. With the mask it cannot, and a tour ends when all was visited.",
    )
    hidden_size: int = knob(
        48, "Hidden size", "How many numbers stand for a point, and for the decoder's state.", low=8, high=128
    )
    layers: int = knob(
        2, "Layers", "How many times the encoder lets all points look at each other before it answers.", low=0, high=4
    )
    batch_size: int = knob(64, "Batch size", "How many sets of points one training step sees.", low=1, high=256)
    learning_rate: float = learning_rate(0.005)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
        if self.hidden_size % HEADS:
            raise InputError(
                "The {heads} heads of the encoder cannot share {size} numbers equally. Choose a hidden size that is a"
                " multiple of {heads}.",
                heads=HEADS,
                size=self.hidden_size,
            )

    @property
    def sizes(self) -> range:
        """How many points the sets of the training may have."""
        return range(min(FEWEST, self.points), self.points + 1)
