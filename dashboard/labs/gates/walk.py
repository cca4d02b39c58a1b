"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, before_training, looked

STOPS = (
    Stop("A network that reads code, letter by letter. Point at a letter: which gates open?", at="microscope"),
    before_training("The same network before training: the gates move, and mean nothing."),
    looked("concepts", "Is there a unit that knows whether it is inside quotes? Nobody told any of them to."),
    looked("unrolled", "The network unrolled: a copy for each letter, and the error on its way back."),
    PREDICT,
)

TERMS = (
    Term(
        "hidden state",
        "What a recurrent cell gives out after a step, and reads again at the next one.",
    ),
    Term(
        "saturation",
        "A gate is saturated where it is so near to 0 or 1 that its gradient is almost nothing.",
        {"look": "saturation"},
    ),
)
