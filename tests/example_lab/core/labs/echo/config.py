"""The knobs of a network that repeats what it heard: lab ``echo``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class EchoConfig:
    """Knobs of an Elman network and of its training (lab ``echo``)."""

    symbols: int = knob(8, "Symbols", "How many symbols there are: a, b, c and so on.", low=2, high=26)
    hidden_size: int = knob(
        32, "Hidden size", "How many units there are to keep the symbol before in, beside the one now.", low=1, high=128
    )
    length: int = knob(20, "Length T", "How many symbols are heard in a row in training.", low=2, high=100)
    batch_size: int = knob(32, "Batch size", "How many sequences one training step hears.", low=1, high=256)
    learning_rate: float = learning_rate(0.01)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
