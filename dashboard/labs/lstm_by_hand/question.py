"""What one may predict of a cell: what a forget gate at 1 does."""

from __future__ import annotations

from core.labs.lstm_by_hand.model import LSTMByHand, Steps
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed

STEPS = 10
GIVEN = 5.0

WORDS = {
    "asked": (
        "A cell holds 5. For ten steps its forget gate stands at 1 and its input gate at 0. What does it hold then?"
    ),
    "nothing": "Nothing: it was told to forget",
    "kept": "5",
    "less": "Less than 5: memory fades",
    "more": "More than 5: something is added at every step",
    "why": (
        "A forget gate says how much is kept: 1 keeps everything, 0 forgets it. “Keep gate” would be the better name."
    ),
}


def _find(_steps: Steps) -> Revealed:
    gates = {
        "input_gate": " ".join(["1"] + ["0"] * STEPS),
        "forget_gate": " ".join(["1"] * (STEPS + 1)),
        "output_gate": "0",
    }
    held = LSTMByHand().read(" ".join([f"{GIVEN:g}"] + ["3"] * STEPS), gates)["cell_state"][-1]
    right = 1 if held == GIVEN else 0 if held == 0 else 2 if held < GIVEN else 3
    return Revealed(right, _("After {steps} steps the cell by hand holds {held}.", steps=STEPS, held=f"{held:g}"))


QUESTION = Prediction(WORDS, _find)
