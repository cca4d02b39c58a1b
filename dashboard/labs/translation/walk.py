"""What a lecture shows of this lab, view by view."""

from __future__ import annotations

from dashboard.lectures import PREDICT, Stop, before_training, looked

STOPS = (
    Stop("Each row is a token that is written. Where does the decoder look?"),
    before_training("Before training it looks everywhere alike: an alignment has to be born."),
    looked("length", "Without attention all of a sentence must fit one vector. It does not."),
    looked("step", "One decoding step with its numbers: scores, softmax, and the mean they weigh."),
    PREDICT,
)
