"""How a run of a network that must remember becomes a plain file. Imports no torch."""

from __future__ import annotations

from core.plain.plain import Heading, Plain

PLAIN = Plain(
    "core.systems.memory.program",
    said={
        "data": Heading("Data", "Sequences whose answer only a memory knows; they are drawn anew for every step."),
        "model": Heading(
            "Model",
            "The network reads the sequence, and a linear layer turns its last hidden state into the answer.",
            r"\hat y = W h_T + b",
        ),
    },
)
