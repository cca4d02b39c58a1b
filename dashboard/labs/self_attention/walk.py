"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("No recurrence at all: every position asks all before it, in several heads."),
    looked("silence", "Silence a head. Which one does the work?"),
    PREDICT,
)
