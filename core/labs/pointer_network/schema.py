"""What traces of a network that points hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import BLUE, SHARED, Quantity

SCHEMA = SHARED.extended(
    {},
    {"pointing": Quantity("p", "probability of a place", 0, 1, "sequential", BLUE, frozenset({"target", "source"}))},
    {"annotation": {"source"}},
)
