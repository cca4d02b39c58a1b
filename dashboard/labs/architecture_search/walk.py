"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A network that describes networks, and is paid for good ones."),
    looked("beliefs", "What it believes, over the search: watch the dice become loaded."),
    PREDICT,
)

TERMS = (
    Term(
        "REINFORCE",
        "To make what was rewarded more than expected likelier, by the gradient of its log-probability.",
    ),
)
