"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("Time runs to the right: which stretch of sound is each character heard in?"),
    looked("guess", "A network that is right and does not listen where you think."),
    PREDICT,
)

TERMS = (
    Term(
        "location-aware attention",
        "Attention that also sees where it looked last, so that it can move on.",
    ),
)
