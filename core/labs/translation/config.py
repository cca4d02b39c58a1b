"""The knobs of an encoder–decoder: lab ``translation``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, dropout, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class TranslationConfig:
    """Knobs of an encoder–decoder and of its training (lab ``translation``)."""

    data: str = knob(
        "dates_en_zh",
        "Data",
        "What is translated into what: number words, dates, or sentences of a grammar, from the first language to the"
        " second.",
        choices=(
            "numbers_en_de",
            "numbers_en_fr",
            "numbers_en_ja",
            "dates_en_zh",
            "dates_en_ja",
            "dates_en_de",
            "grammar_zh_en",
        ),
    )
    clauses: int = knob(
        2, "Clauses", "How many clauses a sentence of the grammar has at most; other data has none.", low=1, high=3
    )
    unit_of_text: str = knob(
        "word",
        "Unit of text",
        "What one step reads and writes in pairs of your own; the other data comes cut.",
        choices=("character", "word"),
    )
    words: int = knob(
        3_000,
        "Words",
        "How many different tokens the network knows on each side of pairs of your own; the others are all ⟨unk⟩"
        " to it.",
        low=100,
        high=10_000,
    )
    encoder: str = knob(
        "bidirectional",
        "Encoder",
        "How the source is read: once from left to right; in both directions; by a stack of such layers, each of which"
        " adds to the one below; or as in GNMT, where only the lowest layer reads in both directions and the decoder is"
        " a stack too.",
        choices=("last_state", "bidirectional", "residual", "gnmt"),
    )
    layers: int = knob(
        2, "Layers", "How many layers the encoders residual and gnmt have; the others have one.", low=2, high=4
    )
    attention: str = knob(
        "scaled_dot",
        "Attention",
        "How well a decoder state matches a source position; with none, the decoder sees only the encoder's last"
        " state.",
        choices=("none", "dot", "scaled_dot", "cosine", "bilinear", "additive"),
    )
    softmax: bool = knob(
        True,
        "Softmax",
        "Whether a softmax turns the scores into weights that are positive and sum to 1; else the scores are the"
        " weights.",
    )
    order: str = knob(
        "step_first",
        "Order",
        "Whether the decoder attends before it steps, with the state it had, or first steps and then attends with the"
        " new one (Luong et al. 2015).",
        choices=("attend_first", "step_first"),
    )
    first_query: str = knob(
        "encoder",
        "First query",
        "With attention, where the decoder starts, and so what it looks for first: from the encoder's last state, or"
        " from a state that it learns.",
        choices=("encoder", "learnt"),
    )
    handover: str = knob(
        "every_step",
        "Handover",
        "Without attention, whether the decoder is handed the encoder's last state only once, to start from, or reads"
        " it again at every step.",
        choices=("once", "every_step"),
    )
    shared_weights: bool = knob(
        False,
        "Shared weights",
        "Whether encoder and decoder are one and the same GRU; only an encoder that reads once from left to right,"
        " last_state, can share.",
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
    dropout: float = dropout(0.1)
    batch_size: int = knob(
        32, "Batch size", "How many pairs are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.004)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
