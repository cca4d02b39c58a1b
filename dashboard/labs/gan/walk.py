"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("First a ruler: how far apart are two distributions? Then a forger and a detective."),
    looked("stepping", "One player at a time: a step of the detective, then one of the forger."),
    looked("meaning", "What the critic’s loss means, with its sign, beside the true distance."),
    PREDICT,
)

TERMS = (
    Term(
        "gradient penalty",
        "What keeps a critic’s slope near 1 between real and forged samples, so that it measures a distance.",
        {"look": "slopes"},
    ),
    Term(
        "mode collapse",
        "A generator that makes a few kinds of sample only, since these fool its detective.",
    ),
    Term(
        "Wasserstein distance",
        "The least work that turns one heap into another: how much must be moved, times how far.",
    ),
)
