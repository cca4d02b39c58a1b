"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("First a ruler: how far apart are two distributions? Then a forger and a detective."),
    looked("stepping", "One player at a time: a step of the detective, then one of the forger."),
    looked("meaning", "What the critic’s loss means, with its sign, beside the true distance."),
    PREDICT,
)
