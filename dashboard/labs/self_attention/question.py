"""What one may predict of self-attention: what it can do without positions."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "Without positional encodings self-attention cannot tell where a token stands; only its mask lets it look"
        " back. How many tokens can it still copy right?"
    ),
    "why": (
        "The mask itself tells something of the order: the first token sees one key, the tenth sees ten. In several"
        " layers a network can make much of that, and less than with positions."
    ),
    "told": "Without positions {without} of the tokens are copied right, with them {with_them}.",
}

QUESTION = how_many(
    WORDS, without=("shipped-self_attention.no_positions", "accuracy"), with_them=("shipped-self_attention", "accuracy")
)
