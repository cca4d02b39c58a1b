"""The LSTM by hand: one drawn unit with its numbers on the wires, all its steps, and what can be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.knobs import knobs_of
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.exercises import WEIGHTS
from core.labs.lstm_by_hand.model import Steps, written
from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

SHOWN = ("input_gate", "forget_gate", "output_gate", "candidate", "cell_state", "hidden_state")
"""What it shows of each step, in the order of the table."""

WORDS = {
    "title": "The cell at this step",
    "how": (
        "A wire is as thick as its number is large, dashed where it is negative and faint where it is 0. A gate is"
        " filled as far as it is open."
    ),
    "step": "Step {step} of {steps}",
    "first": "To the first step",
    "back": "One step back",
    "play": "Play",
    "pause": "Pause",
    "forward": "One step forward",
    "last": "To the last step",
    "keys": "Keys: ← → step, space plays, i f o turn a gate.",
    "keys_weights": "Keys: ← → step, space plays.",
    "table_title": "All steps",
    "table_how": "A column is a step. Click a gate to open or shut it, type another input, click a step to go there.",
    "table_how_weights": (
        "A column is a step. Type another input, click a step to go there; the gates follow from the weights."
    ),
    "input": "input",
    "toggle": "{gate} at step {step}",
    "weight": "{gate}: weight {weight}",
    "next": "step {step}",
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

BY_HAND = Component("by_hand", WORDS, room=32)


def by_hand(
    steps: Steps,
    config: ByHandConfig,
    *,
    key: str,
    step: int = 0,
    heard: int = 0,
    small: bool = False,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the cell; stepping and playing need no rerun, and a change of what is set causes one.

    Parameters
    ----------
    steps : dict of str to tuple of float
        What `core.labs.lstm_by_hand.model.LSTMByHand.read` found.
    config : ByHandConfig
        Where the gates come from, and the weights.
    key : str
        Names it in the session state, where ``set`` holds what the viewer has just set while `on_change` is called: its
        ``serial`` number, and as ``entries`` what goes into the link, text by name: ``x``, the gates, the weights,
        ``step``.
    step : int
        Where to stand, from 0; another value than in the last run takes the viewer there.
    heard : int
        The serial number of the last change that was taken in; until it is told, a change is reported again.
    small : bool
        Draw the cell alone, playing, with nothing to set: for the home page.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a change causes.
    """
    BY_HAND.draw(
        key=key,
        numbers=numbers(_numbers, steps, config),
        view={"small": small, "step": step, "heard": heard},
        labels=_labels(translate),
        translate=translate,
        on={"set": on_change},
    )


def _labels(translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "named": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "scale": QUANTITIES[name].scale,
                "colour": COLOURS[name],
            }
            for name in SHOWN
        },
        "diverging": DIVERGING,
    }


def _numbers(steps: Steps, config: ByHandConfig) -> Facts:
    """No arrays: every number as JSON, at full precision, for there are few."""
    facts = {
        "gates": config.gates,
        "inputs": [written(value) for value in steps["x"]],
        "series": {name: list(values) for name, values in steps.items()},
        "weights": _weights(config) if config.gates == "weights" else {},
    }
    return facts, {}


def _weights(config: ByHandConfig) -> dict[str, dict[str, float | None]]:
    """Value and range of each weight, by the name of its knob."""
    return {
        knob.name: {"value": getattr(config, knob.name), "low": knob.low, "high": knob.high}
        for knob in knobs_of(config)
        if knob.name in WEIGHTS
    }
