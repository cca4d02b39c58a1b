"""What one may predict of pointers: what a fixed vocabulary of places does with more of them."""

from __future__ import annotations

from dashboard.panels.prediction import how_many

WORDS = {
    "asked": (
        "A decoder with a fixed vocabulary of places was trained with up to eight points, nearly without a fault."
        " Now there are ten. How many of its hulls are right?"
    ),
    "why": (
        "It has no word for a ninth place. A pointer has no words for places at all: it says “this one” to whatever"
        " it is given."
    ),
    "told": "With ten points the fixed vocabulary finds {fixed} of the hulls, the pointer {pointer}.",
}

QUESTION = how_many(
    WORDS,
    fixed=("shipped-pointer_network.fixed", "accuracy_longer"),
    pointer=("shipped-pointer_network", "accuracy_longer"),
)
