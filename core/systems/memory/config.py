"""The knobs of a network that must remember: labs ``vanishing_gradients`` and ``lstm_variants``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob
from core.nn.cells.family import CELL_KEYS

SYMBOLIC = ("recall", "latest")
"""The tasks that read symbols and answer with one."""


@dataclass(frozen=True)
class MemoryConfig:
    """Knobs of a network that must remember, and of its training (labs ``vanishing_gradients``, ``lstm_variants``)."""

    cell: str = knob("lstm", "Cell", "The recurrent cell that carries the memory from step to step.", choices=CELL_KEYS)
    task: str = knob(
        "recall",
        "Task",
        "What is to be remembered: recall asks after T steps for the first symbol; latest for the last digit among the"
        " letters, so that every digit makes the one before it worthless; adding for the sum of two marked values.",
        choices=("recall", "latest", "adding"),
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
        "Where gates start: uniform, half open, or chrono, spread so that some units keep their memory for a few"
        " steps and some for as many as T (Tallec & Ollivier 2018).",
        choices=("uniform", "chrono"),
    )
    forget_bias: float = knob(
        0.0,
        "Forget bias",
        "Added at the start to the bias of the gate that keeps the old state (the LSTM's forget gate, the GRU's update"
        " gate; with f = 1 − i, taken off that of the input gate): a large value keeps the gate open. A cell without"
        " such a gate ignores it.",
        low=-2.0,
        high=6.0,
    )
    weight_scale: float = knob(
        1.0,
        "Weight scale",
        "What the matrices from state to state are multiplied with at the start. In an Elman network, below about 1.7"
        " they shrink what they pass on, above it they may let it grow.",
        low=0.1,
        high=4.0,
    )
    batch_size: int = knob(
        32, "Batch size", "How many sequences are read side by side in one training step.", low=1, high=256
    )
    learning_rate: float = learning_rate(0.005)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)
