"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop

STOPS = (
    Stop("Take one part out of an LSTM at a time. Which part would you miss?"),
    PREDICT,
)

TERMS = (
    Term(
        "peephole",
        "A weight through which a gate sees the cell state, and not only what was given out of it.",
    ),
)
