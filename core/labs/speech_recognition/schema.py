"""What traces of a listener hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import SHARED, SKY, Quantity

SCHEMA = SHARED.extended(
    {"frame": "window of sound, 10 ms after the one before", "mel": "band of frequencies, 0 the lowest"},
    {"log_mel": Quantity("x", "log-mel energy", None, None, "diverging", SKY, frozenset({"frame", "mel"}))},
)
