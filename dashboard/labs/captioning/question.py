"""What one may predict of captions: how far one comes without looking."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "A network of the same size learns from the same captions and sees no picture. How many of its captions of"
        " new scenes are right, word for word?"
    ),
    "why": (
        "Without a picture a network learns the grammar to the last word, and guesses what there is. What the"
        " pictures add is the difference between the two numbers."
    ),
}


def _find(_subject: Any) -> Revealed:
    blind = measured("shipped-captioning.no_picture", "exact_match")
    seeing = measured("shipped-captioning", "exact_match")
    told = _(
        "Without a picture {blind} of the captions are right; the shipped network that looks reaches {seeing}.",
        blind=percent(blind),
        seeing=percent(seeing),
    )
    return Revealed(share_of(blind), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
