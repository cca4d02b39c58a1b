"""The knobs of a network that writes: lab ``text_generation``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import dropout, learning_rate
from core.knobs import knob
from core.systems.language.config import LanguageConfig


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
