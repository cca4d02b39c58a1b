"""What one may predict of a chatbot: what it can answer that hears the last sentence only."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "A network that hears only the last sentence is asked questions that need the one before it, such as “and"
        " in Osaka?”. How many does it answer right?"
    ),
    "why": (
        "What was not read cannot be answered: it says what is answered most often, and that is right now and then"
        " by chance."
    ),
}


def _find(_subject: Any) -> Revealed:
    deaf = measured("shipped-chatbot.one_turn", "second_turn")
    hearing = measured("shipped-chatbot", "second_turn")
    told = _(
        "It answers {deaf} of them right; the shipped network that hears both turns answers {hearing}.",
        deaf=percent(deaf),
        hearing=percent(hearing),
    )
    return Revealed(share_of(deaf), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
