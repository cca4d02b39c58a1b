"""What one may predict of generation: how far a network comes on its own words."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "Fed the right words, a network is right at {forced} of the later places. Fed its own words, at how many of"
        " these places is it still right?"
    ),
    "why": (
        "In training it never saw a mistake of its own. Once it has made one, it reads something that nobody taught"
        " it to go on from."
    ),
}

RUN = "shipped-generation_tips.mismatch"
"""The network that is asked about."""


def _facts(_subject: Any) -> dict[str, str]:
    return {"forced": percent(measured(RUN, "forced_without"))}


def _find(_subject: Any) -> Revealed:
    forced, own = measured(RUN, "forced_without"), measured(RUN, "late_without")
    told = _(
        "Fed the right words {forced}, fed its own {own}; with scheduled sampling {mended}.",
        forced=percent(forced),
        own=percent(own),
        mended=percent(measured(RUN, "late_with")),
    )
    return Revealed(share_of(own), told)


QUESTION = Prediction(WORDS, _find, _facts, answers=SHARES)
