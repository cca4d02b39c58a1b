"""What one may predict of architecture search: how good a network is that dice describe."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "Networks are described by rolling dice, trained, and tested. How many of the held-out examples does such a"
        " network get right, on the mean?"
    ),
    "why": (
        "Most of a space of architectures is bad. A controller that moves its dice towards what was rewarded tries"
        " better and better networks, at the same price each."
    ),
    "told": "By dice {dice} on the mean; the last networks that the controller described reach {controller}.",
}

QUESTION = how_many(
    WORDS,
    dice=("shipped-architecture_search", "random_mean"),
    controller=("shipped-architecture_search", "mean_reward_last"),
)
