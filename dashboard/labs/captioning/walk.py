"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, looked

STOPS = (
    Stop("A scene, and the place under each word. Move an object and the sentence follows."),
    looked("compare", "Six ways to give a picture to a sentence, on one picture."),
    PREDICT,
)

TERMS = (
    Term(
        "pointing game",
        "Whether the place at which attention is largest for a word lies on the object that the word names.",
    ),
)
