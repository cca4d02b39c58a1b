"""The fixed colours of the course: one for each quantity, the same on every page and in both themes.

The hues are those of Okabe and Ito, which stay apart for colour-blind eyes. A gate of the GRU takes the colour of the
LSTM's gate with the same task: reset forgets, update decides what is written.
"""

from __future__ import annotations

VERMILLION, GREEN, BLUE = "#D55E00", "#009E73", "#0072B2"
PINK, ORANGE, SKY = "#CC79A7", "#E69F00", "#56B4E9"

COLOURS: dict[str, str] = {
    "forget_gate": VERMILLION,
    "input_gate": GREEN,
    "output_gate": BLUE,
    "candidate": PINK,
    "cell_state": ORANGE,
    "hidden_state": SKY,
    "reset_gate": VERMILLION,
    "update_gate": GREEN,
    "output": BLUE,
    "annotation": SKY,
    "context": GREEN,
    "query": VERMILLION,
    "key": ORANGE,
    "value": GREEN,
    "mixed": SKY,
    "positional_encoding": SKY,
    "score": PINK,
    "alignment": BLUE,
    "gold_alignment": ORANGE,
    "logit": SKY,
    "probability": BLUE,
    "one_sided": BLUE,
    "answer": BLUE,
    "log_mel": SKY,
    "pixel": SKY,
    "surprise": VERMILLION,
}
"""The colour of each variable of `core.trace.schema.VARIABLES`; a sequential scale runs from the background to it."""

DIVERGING: tuple[str, str] = ("#2B62C9", "#D13B30")
"""The ends of every diverging scale, negative and positive; the background stands for 0."""

SLOT_COLOURS: dict[str, str] = {
    "other": "#8A94A0",
    "departure": VERMILLION,
    "destination": BLUE,
    "departure_time": ORANGE,
    "arrival_time": SKY,
}
"""What a word fills: leaving is warm, arriving is cool, the place stronger than its time."""

DIRECTIONS: tuple[str, str] = (GREEN, PINK)
"""What was read from left to right, and what from right to left."""
