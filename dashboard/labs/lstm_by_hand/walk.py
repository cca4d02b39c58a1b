"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

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
