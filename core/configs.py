"""One frozen config a family of labs: the knobs, their ranges, and a sentence on each. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

from core.knobs import check_config, knob


@dataclass(frozen=True)
class LanguageConfig:
    """Knobs of a language model and of its training (labs ``gates``, later ``text_generation``)."""

    cell: str = knob(
        "lstm",
        "Cell",
        "The recurrent cell that carries the memory from one character to the next.",
        choices=("lstm", "gru"),
    )
    layers: int = knob(
        1,
        "Layers",
        "How many recurrent layers are stacked; each reads the hidden states of the one below.",
        low=1,
        high=3,
    )
    hidden_size: int = knob(
        128,
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
        "Where the bias of the forget gate starts (in a GRU, of the update gate): a large value keeps the gate open, so that memory lasts from the first step of training.",
        low=-2.0,
        high=6.0,
    )
    dropout: float = knob(
        0.0, "Dropout", "The share of hidden values silenced at random in each training step.", low=0.0, high=0.8
    )
    batch_size: int = knob(
        32, "Batch size", "How many stretches of text are read side by side in one training step.", low=1, high=128
    )
    length: int = knob(64, "Stretch length", "How many characters the gradient flows back through.", low=8, high=256)
    learning_rate: float = knob(
        0.015,
        "Learning rate",
        "How far each training step moves the weights. Too large and the loss explodes; too small and nothing happens.",
        low=1e-6,
        high=100.0,
        log=True,
    )
    clip: float = knob(
        1.0,
        "Gradient clipping",
        "The longest a gradient may be; longer ones are shortened to this norm.",
        low=0.01,
        high=100.0,
        log=True,
    )

    def __post_init__(self) -> None:
        check_config(self)


@dataclass(frozen=True)
class TranslationConfig:
    """Knobs of an encoder–decoder and of its training (lab ``translation``)."""

    data: str = knob("dates_en_zh", "Data", "What is translated into what.", choices=("dates_en_zh",))
    encoder: str = knob(
        "bidirectional",
        "Encoder",
        "How the source is read: once from left to right, or in both directions.",
        choices=("last_state", "bidirectional"),
    )
    attention: str = knob(
        "scaled_dot",
        "Attention",
        "How well a decoder state matches a source position; with none, the decoder sees only the encoder's last state.",
        choices=("none", "dot", "scaled_dot", "cosine", "bilinear", "additive"),
    )
    hidden_size: int = knob(
        128,
        "Hidden size",
        "How many units the encoder has (half of them in each direction, if it reads in both), and the decoder.",
        low=8,
        high=512,
    )
    embedding_size: int = knob(
        32, "Embedding size", "How many numbers stand for one symbol at the network's input.", low=4, high=256
    )
    dropout: float = knob(
        0.1, "Dropout", "The share of embedding values silenced at random in each training step.", low=0.0, high=0.8
    )
    batch_size: int = knob(
        32, "Batch size", "How many pairs are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = knob(
        0.006,
        "Learning rate",
        "How far each training step moves the weights. Too large and the loss explodes; too small and nothing happens.",
        low=1e-6,
        high=100.0,
        log=True,
    )
    clip: float = knob(
        1.0,
        "Gradient clipping",
        "The longest a gradient may be; longer ones are shortened to this norm.",
        low=0.01,
        high=100.0,
        log=True,
    )

    def __post_init__(self) -> None:
        check_config(self)
