"""The knobs of a network that answers: lab ``chatbot``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class ChatbotConfig:
    """Knobs of an encoder–decoder that answers, and of its training (lab ``chatbot``)."""

    language: str = knob(
        "en",
        "Language",
        "In which language the grammar of dialogues talks; dialogues of your own have theirs.",
        choices=("en", "zh"),
    )
    turns: int = knob(
        2,
        "Turns",
        "How many of the last utterances the network reads before it answers: the last one only, or also the one"
        " before it.",
        low=1,
        high=2,
    )
    attention: str = knob(
        "scaled_dot",
        "Attention",
        "How well a decoder state matches a prompt position; with none, the decoder sees only the encoder's last"
        " state.",
        choices=("none", "dot", "scaled_dot", "cosine", "bilinear", "additive"),
    )
    copying: bool = knob(
        False,
        "Copying",
        "Whether the network may also take a word straight from the prompt, as likely as it attends there; needs"
        " attention.",
    )
    unit_of_text: str = knob(
        "word",
        "Unit of text",
        "What one step reads and writes in dialogues of your own; the grammar's dialogues come cut into words.",
        choices=("character", "word"),
    )
    words: int = knob(
        2_000,
        "Words",
        "How many different tokens the network knows of dialogues of your own; the others are all ⟨unk⟩ to it.",
        low=100,
        high=10_000,
    )
    hidden_size: int = knob(
        64,
        "Hidden size",
        "How many units the encoder has, half of them in each direction, and the decoder.",
        low=8,
        high=512,
    )
    embedding_size: int = knob(
        32, "Embedding size", "How many numbers stand for one token at the network's input.", low=4, high=256
    )
    dropout: float = dropout(0.0)
    batch_size: int = knob(
        48, "Batch size", "How many dialogues are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.005)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
