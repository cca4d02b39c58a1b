"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import Stop

STOPS = (
    Stop("One memory, three gates. Step through it: which number is in the cell, and why?"),
    Stop(
        "Open the forget gate halfway at every step. What becomes of the 3?",
        {"forget_gate": "0.5 0.5 0.5 0.5 0.5"},
    ),
    Stop(
        "Nobody sets a gate here: the input itself writes, wipes and reads. Make the weights small and the"
        " memory leaks.",
        {},
        "parts",
    ),
)

TERMS = (
    Term(
        "cell state",
        "What an LSTM remembers from step to step: a sum that grows by what is let in, and shrinks by what is"
        " forgotten.",
    ),
    Term(
        "forget gate",
        "A number from 0 to 1 by which the cell state is multiplied at every step: 1 keeps it, 0 forgets it.",
    ),
    Term(
        "input gate",
        "A number from 0 to 1: how much of the candidate is added to the cell state.",
    ),
    Term(
        "output gate",
        "A number from 0 to 1: how much of the cell state is given out as the hidden state.",
    ),
)
