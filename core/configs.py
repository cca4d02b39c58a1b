"""One frozen config a family of labs: the knobs, their ranges, and a sentence on each. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from core.cells.family import CELL_KEYS
from core.knobs import check_config, knob


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
        0.01,
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
    learning_rate: float = knob(
        0.015,
        "Learning rate",
        "How far each training step moves the weights. Too large and the loss explodes; too small and nothing happens.",
        low=1e-6,
        high=100.0,
        log=True,
    )
    dropout: float = knob(
        0.1, "Dropout", "The share of hidden values silenced at random in each training step.", low=0.0, high=0.8
    )
    words: int = knob(
        3_000,
        "Words",
        "How many different words the network knows, if it writes by word; the others are all ⟨unk⟩ to it.",
        low=100,
        high=10_000,
    )


@dataclass(frozen=True)
class TranslationConfig:
    """Knobs of an encoder–decoder and of its training (lab ``translation``)."""

    data: str = knob(
        "dates_en_zh",
        "Data",
        "What is translated into what: number words, dates, or sentences of a grammar, from the first language to the second.",
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
        "How many different tokens the network knows on each side of pairs of your own; the others are all ⟨unk⟩ to it.",
        low=100,
        high=10_000,
    )
    encoder: str = knob(
        "bidirectional",
        "Encoder",
        "How the source is read: once from left to right; in both directions; by a stack of such layers, each of which adds to the one below; or as in GNMT, where only the lowest layer reads in both directions and the decoder is a stack too.",
        choices=("last_state", "bidirectional", "residual", "gnmt"),
    )
    layers: int = knob(
        2, "Layers", "How many layers the encoders residual and gnmt have; the others have one.", low=2, high=4
    )
    attention: str = knob(
        "scaled_dot",
        "Attention",
        "How well a decoder state matches a source position; with none, the decoder sees only the encoder's last state.",
        choices=("none", "dot", "scaled_dot", "cosine", "bilinear", "additive"),
    )
    softmax: bool = knob(
        True,
        "Softmax",
        "Whether a softmax turns the scores into weights that are positive and sum to 1; else the scores are the weights.",
    )
    order: str = knob(
        "step_first",
        "Order",
        "Whether the decoder attends before it steps, with the state it had, or first steps and then attends with the new one (Luong et al. 2015).",
        choices=("attend_first", "step_first"),
    )
    first_query: str = knob(
        "encoder",
        "First query",
        "With attention, where the decoder starts, and so what it looks for first: from the encoder's last state, or from a state that it learns.",
        choices=("encoder", "learnt"),
    )
    handover: str = knob(
        "every_step",
        "Handover",
        "Without attention, whether the decoder is handed the encoder's last state only once, to start from, or reads it again at every step.",
        choices=("once", "every_step"),
    )
    shared_weights: bool = knob(
        False,
        "Shared weights",
        "Whether encoder and decoder are one and the same GRU; only an encoder that reads once from left to right, last_state, can share.",
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
        0.004,
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
        "The share of words that are replaced by ⟨unk⟩ in training, so that the network learns what to make of words it does not know.",
        low=0.0,
        high=0.8,
    )
    dropout: float = knob(
        0.0, "Dropout", "The share of hidden values silenced at random in each training step.", low=0.0, high=0.8
    )
    batch_size: int = knob(
        64, "Batch size", "How many sentences are read side by side in one training step.", low=1, high=256
    )
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
class MemoryConfig:
    """Knobs of a network that must remember, and of its training (labs ``vanishing_gradients``, ``lstm_variants``)."""

    cell: str = knob("lstm", "Cell", "The recurrent cell that carries the memory from step to step.", choices=CELL_KEYS)
    task: str = knob(
        "recall",
        "Task",
        "What is to be remembered: recall asks after T steps for the first symbol, adding for the sum of two marked values.",
        choices=("recall", "adding"),
    )
    length: int = knob(
        100, "Length T", "How many steps a sequence has, and so how far back the memory must reach.", low=2, high=200
    )
    hidden_size: int = knob(
        32,
        "Hidden size",
        "How many units each layer has. More units remember more and train more slowly.",
        low=4,
        high=256,
    )
    layers: int = knob(
        1,
        "Layers",
        "How many recurrent layers are stacked; each reads the hidden states of the one below.",
        low=1,
        high=3,
    )
    initialisation: str = knob(
        "chrono",
        "Initialisation",
        "Where gates start: uniform, half open, or chrono, spread so that some units keep their memory for a few steps and some for as many as T.",
        choices=("uniform", "chrono"),
    )
    forget_bias: float = knob(
        0.0,
        "Forget bias",
        "Added at the start to the bias of the gate that keeps the old state (the LSTM's forget gate, the GRU's update gate): a large value keeps the gate open. A cell without such a gate ignores it.",
        low=-2.0,
        high=6.0,
    )
    weight_scale: float = knob(
        1.0,
        "Weight scale",
        "What the matrices from state to state are multiplied with at the start. In an Elman network, below about 1.7 they shrink what they pass on, above it they may let it grow.",
        low=0.1,
        high=4.0,
    )
    batch_size: int = knob(
        32, "Batch size", "How many sequences are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = knob(
        0.005,
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


def _starting_at(default: Any, name: str) -> Any:
    """The knob of that name of `MemoryConfig`, starting from another value."""
    [told] = (field.metadata["knob"] for field in fields(MemoryConfig) if field.name == name)
    return knob(default, **told)


@dataclass(frozen=True)
class VariantsConfig(MemoryConfig):
    """The same knobs, starting where the variants of an LSTM compare best: all gates half open, and a memory that even so can be learnt."""

    cell: str = _starting_at("lstm_peephole", "cell")
    length: int = _starting_at(10, "length")
    initialisation: str = _starting_at("uniform", "initialisation")
    learning_rate: float = _starting_at(0.01, "learning_rate")


@dataclass(frozen=True)
class ByHandConfig:
    """Knobs of a one-unit LSTM cell that nobody trains (lab ``lstm_by_hand``); the weights do what the hand does at first."""

    gates: str = knob(
        "hand",
        "Gates",
        "Whether the gates are set by hand, without any activation, or computed from twelve weights, with σ and tanh.",
        choices=("hand", "weights"),
    )
    input_x: float = knob(10.0, "Input gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30)
    input_h: float = knob(
        -20.0, "Input gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    input_b: float = knob(
        -25.0, "Input gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    forget_x: float = knob(0.0, "Forget gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30)
    forget_h: float = knob(
        -20.0, "Forget gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    forget_b: float = knob(
        6.0, "Forget gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    output_x: float = knob(
        -10.0, "Output gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30
    )
    output_h: float = knob(
        0.0, "Output gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    output_b: float = knob(
        15.0, "Output gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    candidate_x: float = knob(
        0.1, "Candidate: weight of x", "How much of the input is on offer to be written.", low=-30, high=30
    )
    candidate_h: float = knob(
        0.0, "Candidate: weight of h", "How much of the last output is on offer to be written.", low=-30, high=30
    )
    candidate_b: float = knob(
        0.0,
        "Candidate: bias",
        "What is on offer to be written when there is neither input nor output.",
        low=-30,
        high=30,
    )

    def __post_init__(self) -> None:
        check_config(self)
