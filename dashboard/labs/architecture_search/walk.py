"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A network that describes networks, and is paid for good ones."),
    looked("beliefs", "What it believes, over the search: watch the dice become loaded."),
    PREDICT,
)
