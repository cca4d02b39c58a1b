"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A picture read as a sentence of pixels, painted one after the other."),
    looked("complete", "Begin a picture yourself, and let the network finish it."),
    looked("field", "Which pixels does this one depend on? Only on those before it."),
    PREDICT,
)
