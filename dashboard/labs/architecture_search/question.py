"""What one may predict of architecture search: how good a network is that dice describe."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "Networks are described by rolling dice, trained, and tested. How many of the held-out examples does such a"
        " network get right, on the mean?"
    ),
    "why": (
        "Most of a space of architectures is bad. A controller that moves its dice towards what was rewarded tries"
        " better and better networks, at the same price each."
    ),
}


def _find(_subject: Any) -> Revealed:
    dice = measured("shipped-architecture_search", "random_mean")
    controller = measured("shipped-architecture_search", "mean_reward_last")
    told = _(
        "By dice {dice} on the mean; the last networks that the controller described reach {controller}.",
        dice=percent(dice),
        controller=percent(controller),
    )
    return Revealed(share_of(dice), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
