"""What one may predict of slot filling: whether a word always has the same vector."""

from __future__ import annotations

import numpy as np

from core.text.words import normalised
from core.trace.schema import tokens_of
from dashboard.labs.slot_filling.unrolled import Tagged
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed

PAIR = ("leave Taipei on May 1st", "arrive Taipei on May 1st")
SHARED = "taipei"

WORDS = {
    "asked": (
        "“leave Taipei on May 1st” and “arrive Taipei on May 1st”: has the word Taipei the same hidden vector in both?"
    ),
    "same": "Yes: it is the same word, and the weights are the same",
    "other": "No: each has another",
    "why": (
        "With a memory, a hidden state is a summary of everything read so far, and the word before was another one."
        " Without one, the same word always has the same vector, and can never get two slots."
    ),
}


def _find(read: Tagged) -> Revealed:
    first, second = (_vector(read, text) for text in PAIR)
    apart = float(np.linalg.norm(first - second))
    told = _(
        "The two vectors are {apart} apart; their lengths are {first} and {second}.",
        apart=f"{apart:.3f}",
        first=f"{np.linalg.norm(first):.3f}",
        second=f"{np.linalg.norm(second):.3f}",
    )
    return Revealed(0 if apart < 1e-6 else 1, told)


def _vector(read: Tagged, text: str) -> np.ndarray:
    """The top layer's state at the word that both sentences share."""
    trace = read.moments[0].trace(text)
    at = [normalised(token) for token in tokens_of(trace, "time")].index(SHARED)
    return trace["hidden_state"].isel(layer=-1, time=at).values.ravel()


QUESTION = Prediction(WORDS, _find)
