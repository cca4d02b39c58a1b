"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("The answer is a place in the question. Drag a point and the hull follows."),
    looked("longer", "More points than in training: who still knows what to do?"),
    PREDICT,
)
