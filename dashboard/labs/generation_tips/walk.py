"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("What goes wrong when a network generates, with its remedy beside it."),
    looked("faults", "Where it goes wrong, example by example."),
    PREDICT,
)
