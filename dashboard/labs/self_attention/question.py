"""What one may predict of self-attention: what it can do without positions."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "Without positional encodings self-attention cannot tell where a token stands; only its mask lets it look"
        " back. How many tokens can it still copy right?"
    ),
    "why": (
        "The mask itself tells something of the order: the first token sees one key, the tenth sees ten. In several"
        " layers a network can make much of that, and less than with positions."
    ),
}


def _find(_subject: Any) -> Revealed:
    without = measured("shipped-self_attention.no_positions", "accuracy")
    with_them = measured("shipped-self_attention", "accuracy")
    told = _(
        "Without positions {without} of the tokens are copied right, with them {with_them}.",
        without=percent(without),
        with_them=percent(with_them),
    )
    return Revealed(share_of(without), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
