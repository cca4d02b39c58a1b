"""The knobs of language models: labs ``gates`` and ``text_generation``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob
from core.nn.cells.family import CELL_KEYS


@dataclass(frozen=True)
class LanguageConfig:
    """Knobs of a language model and of its training (lab ``gates``)."""

    cell: str = knob(
        "lstm",
        "Cell",
        "The recurrent cell that carries the memory from one character to the next.",
        choices=CELL_KEYS,
    )
    layers: int = knob(
        1,
        "Layers",
        "How many recurrent layers are stacked; each reads the hidden states of the one below.",
        low=1,
        high=3,
    )
    hidden_size: int = knob(
        256,
        "Hidden size",
        "How many units each layer has. More units remember more and train more slowly.",
        low=8,
        high=512,
    )
    embedding_size: int = knob(
        32, "Embedding size", "How many numbers stand for one character at the network's input.", low=4, high=256
    )
    unit_of_text: str = knob("character", "Unit of text", "What one step of the network reads.", choices=("character",))
    forget_bias: float = knob(
        0.0,
        "Forget bias",
        "Where the bias of the forget gate starts (in a GRU, of the update gate): a large value keeps the gate open, so"
        " that memory lasts from the first step of training.",
        low=-2.0,
        high=6.0,
    )
    dropout: float = dropout(0.0)
    batch_size: int = knob(
        32, "Batch size", "How many stretches of text are read side by side in one training step.", low=1, high=128
    )
    length: int = knob(64, "Stretch length", "How many characters the gradient flows back through.", low=8, high=256)
    learning_rate: float = learning_rate(0.01)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)


@dataclass(frozen=True)
class WritingConfig(LanguageConfig):
    """Knobs of a language model that writes documents with a beginning and an end (lab ``text_generation``)."""

    unit_of_text: str = knob(
        "character",
        "Unit of text",
        "What one step of the network reads and writes.",
        choices=("character", "word"),
    )
    length: int = knob(
        200,
        "Longest document",
        "Longer paragraphs of a text of your own are cut into documents of at most so many characters.",
        low=40,
        high=400,
    )
    hidden_size: int = knob(
        128,
        "Hidden size",
        "How many units each layer has. More units remember more and train more slowly.",
        low=8,
        high=512,
    )
    learning_rate: float = learning_rate(0.015)
    dropout: float = dropout(0.1)
    words: int = knob(
        3_000,
        "Words",
        "How many different words the network knows, if it writes by word; the others are all ⟨unk⟩ to it.",
        low=100,
        high=10_000,
    )
