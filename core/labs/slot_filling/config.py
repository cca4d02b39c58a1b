"""The knobs of a tagger: lab ``slot_filling``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob
from core.nn.cells.family import CELL_KEYS


@dataclass(frozen=True)
class TaggerConfig:
    """Knobs of a tagger and of its training (lab ``slot_filling``)."""

    cell: str = knob(
        "gru",
        "Cell",
        "What carries memory from word to word; with none, the network sees each word alone.",
        choices=("none", *CELL_KEYS),
    )
    bidirectional: bool = knob(
        True,
        "Both directions",
        "Whether a second network reads the sentence from right to left, so that later words count too.",
    )
    layers: int = knob(
        1, "Layers", "How many layers are stacked; each reads the hidden states of the one below.", low=1, high=3
    )
    hidden_size: int = knob(32, "Hidden size", "How many units each layer has, in each direction.", low=2, high=256)
    embedding_size: int = knob(
        16, "Embedding size", "How many numbers stand for one word at the network's input.", low=2, high=256
    )
    word_dropout: float = knob(
        0.05,
        "Word dropout",
        "The share of words that are replaced by ⟨unk⟩ in training, so that the network learns what to make of words it"
        " does not know.",
        low=0.0,
        high=0.8,
    )
    dropout: float = dropout(0.0)
    batch_size: int = knob(
        64, "Batch size", "How many sentences are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.015)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
