"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop

STOPS = (
    Stop("A word alone does not say whether one leaves or arrives. What must be remembered?"),
    Stop(
        "The same word in two sentences: two hidden vectors, two slots.",
        {},
        "twins",
    ),
    PREDICT,
)
