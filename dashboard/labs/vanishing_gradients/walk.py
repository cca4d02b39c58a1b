"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("Three cells, one task. Read from right to left: how much of the error reaches the first step?"),
    looked(
        "unrolled",
        "The orange bars are the way through the hidden state, the yellow ones through the cell state: one"
        " road fades, the other does not.",
    ),
    looked(
        "weight", "One weight, a thousand steps: move it from 0.99 to 1.01 and see what is left of the first input."
    ),
    looked(
        "cliff",
        "The wall in the error surface. Without clipping one step flies off the map; with it the descent goes on.",
    ),
    PREDICT,
)

TERMS = (
    Term(
        "backpropagation through time",
        "The error of a step is sent back through all copies of the cell before it; each adds its share to"
        " the gradient of the weights they have in common.",
        {"look": "unrolled"},
    ),
    Term(
        "gradient clipping",
        "A gradient that is longer than a bound is shortened to it and keeps its direction.",
        {"look": "cliff"},
    ),
    Term(
        "vanishing gradient",
        "An error that gets shorter by a factor at every step back, until the first steps learn nothing from it.",
    ),
)
