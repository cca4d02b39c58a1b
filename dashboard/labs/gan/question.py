"""What one may predict of forgers: what a GAN learns of words."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

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
    "told": "Of the GAN’s sentences {plain} are grammatical, of the WGAN’s {critic}.",
}

QUESTION = how_many(WORDS, plain=("shipped-gan.words_gan", "grammatical"), critic=("shipped-gan.words", "grammatical"))
