"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop

STOPS = (
    Stop("A word alone does not say whether one leaves or arrives. What must be remembered?"),
    Stop(
        "The same word in two sentences: two hidden vectors, two slots.",
        {},
        "twins",
    ),
    PREDICT,
)

TERMS = (
    Term(
        "bidirectional network",
        "Two cells, one of which reads from the left and one from the right; each word is judged by both.",
    ),
    Term(
        "slot filling",
        "To say of every word of a sentence which slot of a form it fills: a city to leave from, a day, none.",
    ),
)
