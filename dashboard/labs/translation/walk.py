"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, before_training, looked

STOPS = (
    Stop("Each row is a token that is written. Where does the decoder look?"),
    before_training("Before training it looks everywhere alike: an alignment has to be born."),
    looked("length", "Without attention all of a sentence must fit one vector. It does not."),
    looked("step", "One decoding step with its numbers: scores, softmax, and the mean they weigh."),
    PREDICT,
)

TERMS = (
    Term(
        "attention",
        "A mean over the encoder’s states, weighed anew for every token that is written by how well each"
        " matches the decoder’s question.",
    ),
    Term(
        "alignment error rate",
        "How far attention, read as links between tokens, is from the true alignment: 0 is perfect.",
    ),
    Term(
        "beam search",
        "To keep the few likeliest beginnings at every step, not only the best one.",
        {"look": "beam"},
    ),
)
