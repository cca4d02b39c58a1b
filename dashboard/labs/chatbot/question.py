"""What one may predict of a chatbot: what it can answer that hears the last sentence only."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "A network that hears only the last sentence is asked questions that need the one before it, such as “and"
        " in Osaka?”. How many does it answer right?"
    ),
    "why": (
        "What was not read cannot be answered: it says what is answered most often, and that is right now and then"
        " by chance."
    ),
    "told": "It answers {deaf} of them right; the shipped network that hears both turns answers {hearing}.",
}

QUESTION = how_many(WORDS, deaf=("shipped-chatbot.one_turn", "second_turn"), hearing=("shipped-chatbot", "second_turn"))
