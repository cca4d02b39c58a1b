"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, before_training

STOPS = (
    Stop("A distribution, a die, a token, and back in: play it step by step."),
    Stop(
        "Temperature 2: everything becomes possible, and nothing makes sense.",
        {"temperature": "2.0"},
    ),
    before_training("Before training every token is as likely as any other."),
    PREDICT,
)
