"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("No recurrence at all: every position asks all before it, in several heads."),
    looked("silence", "Silence a head. Which one does the work?"),
    PREDICT,
)

TERMS = (
    Term(
        "causal mask",
        "What keeps a position from asking those that come after it.",
    ),
    Term(
        "head",
        "One of several attentions side by side, each with its own queries, keys and values.",
        {"look": "mix"},
    ),
    Term(
        "positional encoding",
        "What is added to a token so that attention, which is blind to order, can tell where it stands.",
        {"look": "positions"},
    ),
)
