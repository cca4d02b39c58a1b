"""What traces of a tagger hold beside what all traces may hold, and the colours of its slots."""

from __future__ import annotations

from core.trace.schema import BLUE, ORANGE, SHARED, SKY, VERMILLION, Quantity

SCHEMA = SHARED.extended(
    {},
    {
        "one_sided": Quantity(
            "p",
            "probability by one direction",
            0,
            1,
            "sequential",
            BLUE,
            frozenset({"direction", "time", "vocabulary"}),
        )
    },
)

SLOT_COLOURS: dict[str, str] = {
    "other": "#8A94A0",
    "departure": VERMILLION,
    "destination": BLUE,
    "departure_time": ORANGE,
    "arrival_time": SKY,
}
"""What a word fills: leaving is warm, arriving is cool, the place stronger than its time."""
