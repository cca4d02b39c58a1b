"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, before_training

STOPS = (
    Stop("A distribution, a die, a token, and back in: play it step by step."),
    Stop(
        "Temperature 2: everything becomes possible, and nothing makes sense.",
        {"temperature": "2.0"},
    ),
    before_training("Before training every token is as likely as any other."),
    PREDICT,
)

TERMS = (
    Term(
        "teacher forcing",
        "In training a network reads the right token at every step, whatever it would have said itself.",
    ),
    Term(
        "temperature",
        "What logits are divided by before the softmax: below 1 the likely gets likelier, above 1 all becomes"
        " more alike.",
    ),
    Term(
        "top-p",
        "Only the fewest likeliest tokens that together reach the probability p may be drawn: the nucleus.",
    ),
)
