"""What traces of a network that generates hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import BLUE, ORANGE, SHARED, Quantity

SCHEMA = SHARED.extended(
    {},
    {
        "forced": Quantity(
            "p̂", "probability, true notes fed back", 0, 1, "sequential", BLUE, frozenset({"time", "vocabulary"})
        ),
        "fed": Quantity("x", "what is fed back", 0, 1, "sequential", ORANGE, frozenset({"time", "vocabulary"})),
    },
)
