"""What one may predict of gates: which of the two states leaves the range of tanh."""

from __future__ import annotations

from dashboard.labs.gates.subject import Reading
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed

WORDS = {
    "asked": "Over the text under the microscope: which of the two states goes beyond 1 or below −1?",
    "cell": "Only the cell state c",
    "hidden": "Only the hidden state h",
    "both": "Both of them",
    "neither": "Neither of them",
    "why": (
        "The cell state is a sum: it counts, and nothing bends it. What the cell gives out is bent by tanh and let"
        " through by a gate, so it stays between −1 and 1."
    ),
}


def _find(subject: Reading) -> Revealed:
    trace = subject.trace
    c, h = (float(abs(trace[name]).max()) if name in trace else 0.0 for name in ("cell_state", "hidden_state"))
    right = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}[c > 1, h > 1]
    if "cell_state" not in trace:
        told = _("This network has no cell state. The largest |h| over this text is {h}.", h=f"{h:.3f}")
    else:
        told = _("Over this text the largest |c| is {c} and the largest |h| is {h}.", c=f"{c:.2f}", h=f"{h:.3f}")
    return Revealed(right, told)


QUESTION = Prediction(WORDS, _find)
