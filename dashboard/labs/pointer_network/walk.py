"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("The answer is a place in the question. Drag a point and the hull follows."),
    looked("longer", "More points than in training: who still knows what to do?"),
    PREDICT,
)

TERMS = (
    Term(
        "pointer network",
        "Attention whose weights are the answer: a distribution over the places of the input.",
    ),
)
