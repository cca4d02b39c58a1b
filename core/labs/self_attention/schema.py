"""What traces of self-attention hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import SHARED, SKY, Quantity

_BY_HEAD = ("layer", "head")

SCHEMA = SHARED.extended(
    {
        "head": "one of the attentions that look at the same time",
        "feature": "one of the numbers that stand for a token, shared by all heads",
    },
    {
        "mixed": Quantity(
            "o", "what the heads found, mixed", None, None, "diverging", SKY, frozenset({"layer", "target", "feature"})
        ),
        "positional_encoding": Quantity(
            "P", "positional encoding", None, None, "diverging", SKY, frozenset({"source", "feature"})
        ),
    },
    also_on={name: _BY_HEAD for name in ("query", "key", "value", "score", "alignment", "context")},
)
