"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop

STOPS = (
    Stop("Take one part out of an LSTM at a time. Which part would you miss?"),
    PREDICT,
)
