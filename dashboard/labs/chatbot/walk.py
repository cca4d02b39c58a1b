"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("It answers. Ask “and in Osaka?” and see which turn it looks at."),
    looked("many", "The same question twenty times: what does temperature change?"),
    PREDICT,
)

TERMS = (
    Term(
        "encoder and decoder",
        "One network turns what it reads into states; another writes from them.",
    ),
)
