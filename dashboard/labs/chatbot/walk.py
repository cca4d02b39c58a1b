"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("It answers. Ask “and in Osaka?” and see which turn it looks at."),
    looked("many", "The same question twenty times: what does temperature change?"),
    PREDICT,
)
