"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("Time runs to the right: which stretch of sound is each character heard in?"),
    looked("guess", "A network that is right and does not listen where you think."),
    PREDICT,
)
