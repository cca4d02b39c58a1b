"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("What goes wrong when a network generates, with its remedy beside it."),
    looked("faults", "Where it goes wrong, example by example."),
    PREDICT,
)

TERMS = (
    Term(
        "exposure bias",
        "A network that only ever read right tokens goes wrong once it reads its own mistake.",
    ),
    Term(
        "scheduled sampling",
        "In training, now and then a token that the network wrote itself is read in the place of the right one.",
    ),
)
