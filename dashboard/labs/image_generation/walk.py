"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A picture read as a sentence of pixels, painted one after the other."),
    looked("complete", "Begin a picture yourself, and let the network finish it."),
    looked("field", "Which pixels does this one depend on? Only on those before it."),
    PREDICT,
)

TERMS = (
    Term(
        "bits per pixel",
        "The mean of −log₂ of the probability that a network gave to each pixel before it saw it.",
        {"look": "bits"},
    ),
    Term(
        "receptive field",
        "What an output can depend on at all; measured by which gradients are not zero.",
        {"look": "field"},
    ),
)
