"""The knobs of a network that reads one sequence, by attention to itself or by recurrence: lab ``self_attention``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.errors import InputError
from core.knobs import check_config, knob


@dataclass(frozen=True)
class SelfAttentionConfig:
    """Knobs of a network that reads one sequence and of its training (lab ``self_attention``)."""

    task: str = knob(
        "copying",
        "Task",
        "What is learnt: to say a random sequence again, or to close every bracket with its own kind.",
        choices=("copying", "brackets"),
    )
    architecture: str = knob(
        "attention",
        "Architecture",
        "How positions hear of each other: each looks at all others, or a state is handed from one to the next.",
        choices=("attention", "elman", "gru", "lstm"),
    )
    layers: int = knob(2, "Layers", "How many layers are stacked; each reads what the one below wrote.", low=1, high=3)
    heads: int = knob(
        4, "Heads", "How many attentions look at the same time, each with its share of the hidden size.", low=1, high=8
    )
    hidden_size: int = knob(
        32,
        "Hidden size",
        "How many numbers stand for one position; the heads divide them among themselves.",
        low=8,
        high=256,
    )
    causal: bool = knob(
        True,
        "Causal mask",
        "Whether a position may look at itself and the earlier ones only. Without it, a network that copies sees the"
        " answer.",
    )
    positions: str = knob(
        "learnt",
        "Positional encoding",
        "What tells attention where a token stands. With none, a layer without a mask sees a bag of tokens; under a"
        " causal mask, and the more in several layers, something of the order can still be told.",
        choices=("none", "sinusoidal", "learnt"),
    )
    residual: bool = knob(True, "Residual connections", "Whether a layer adds to what it read; else it replaces it.")
    layer_norm: bool = knob(
        True, "Layer normalisation", "Whether every vector is brought to mean 0 and variance 1 before a layer reads it."
    )
    mlp: bool = knob(
        True, "Feed-forward network", "Whether a small network works on each position by itself after each attention."
    )
    length: int = knob(26, "Length", "How many tokens the longest sequence of the training has.", low=11, high=64)
    batch_size: int = knob(
        64, "Batch size", "How many sequences are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.006)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
        if self.architecture == "attention" and self.hidden_size % self.heads:
            raise InputError(
                "{heads} heads cannot share {size} numbers equally. Choose a hidden size that is a multiple of the"
                " heads.",
                heads=self.heads,
                size=self.hidden_size,
            )
