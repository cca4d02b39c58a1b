"""What one may predict of captions: how far one comes without looking."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "A network of the same size learns from the same captions and sees no picture. How many of its captions of"
        " new scenes are right, word for word?"
    ),
    "why": (
        "Without a picture a network learns the grammar to the last word, and guesses what there is. What the"
        " pictures add is the difference between the two numbers."
    ),
    "told": "Without a picture {blind} of the captions are right; the shipped network that looks reaches {seeing}.",
}

QUESTION = how_many(
    WORDS, blind=("shipped-captioning.no_picture", "exact_match"), seeing=("shipped-captioning", "exact_match")
)
