"""What one may predict of pointers: what a fixed vocabulary of places does with more of them."""

from __future__ import annotations

from typing import Any

from dashboard.language import translate as _
from dashboard.panels.prediction import SHARES, Prediction, Revealed, measured, percent, share_of

WORDS = {
    "asked": (
        "A decoder with a fixed vocabulary of places was trained with up to eight points, nearly without a fault."
        " Now there are ten. How many of its hulls are right?"
    ),
    "why": (
        "It has no word for a ninth place. A pointer has no words for places at all: it says “this one” to whatever"
        " it is given."
    ),
}


def _find(_subject: Any) -> Revealed:
    fixed = measured("shipped-pointer_network.fixed", "accuracy_longer")
    pointer = measured("shipped-pointer_network", "accuracy_longer")
    told = _(
        "With ten points the fixed vocabulary finds {fixed} of the hulls, the pointer {pointer}.",
        fixed=percent(fixed),
        pointer=percent(pointer),
    )
    return Revealed(share_of(fixed), told)


QUESTION = Prediction(WORDS, _find, answers=SHARES)
