"""What the traces of a chatbot hold besides what every trace may hold."""

from __future__ import annotations

from core.trace.schema import GREEN, SHARED, Quantity

SCHEMA = SHARED.extended(
    {},
    {"generation_gate": Quantity("g", "generation gate", 0, 1, "sequential", GREEN, frozenset({"target"}))},
)
"""With the gate of a decoder that copies: how much of a token's probability comes from the softmax over all words."""
