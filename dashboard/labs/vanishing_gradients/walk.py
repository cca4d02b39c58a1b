"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

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
