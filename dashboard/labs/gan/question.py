"""What one may predict of forgers: what a GAN learns of words."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "A GAN without any trick forges words letter by letter, and its detective sees softmax against one-of-N."
        " How many of its sentences follow the grammar after training?"
    ),
    "why": (
        "What is real is exactly 0 or 1, what is forged never is: the detective is always right for a reason that"
        " has nothing to do with words, and its gradient teaches nothing. The critic of a WGAN measures a distance"
        " instead."
    ),
}


def _find(_subject: Any) -> Revealed:
    plain, critic = measured("shipped-gan.words_gan", "grammatical"), measured("shipped-gan.words", "grammatical")
    told = _(
        "Of the GAN’s sentences {plain} are grammatical, of the WGAN’s {critic}.",
        plain=percent(plain),
        critic=percent(critic),
    )
    return Revealed(share_of(plain), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
