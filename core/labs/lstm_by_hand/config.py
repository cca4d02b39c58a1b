"""The weights of an LSTM cell that nobody trains: lab ``lstm_by_hand``."""

from __future__ import annotations

from dataclasses import dataclass

from core.knobs import check_config, knob


@dataclass(frozen=True)
class ByHandConfig:
    """Knobs of a one-unit LSTM cell that nobody trains (lab ``lstm_by_hand``); the weights do what the hand does at
    first.
    """

    gates: str = knob(
        "hand",
        "Gates",
        "Whether the gates are set by hand, without any activation, or computed from twelve weights, with σ and tanh.",
        choices=("hand", "weights"),
    )
    input_x: float = knob(10.0, "Input gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30)
    input_h: float = knob(
        -20.0, "Input gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    input_b: float = knob(
        -25.0, "Input gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    forget_x: float = knob(0.0, "Forget gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30)
    forget_h: float = knob(
        -20.0, "Forget gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    forget_b: float = knob(
        6.0, "Forget gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    output_x: float = knob(
        -10.0, "Output gate: weight of x", "How strongly the input opens the gate.", low=-30, high=30
    )
    output_h: float = knob(
        0.0, "Output gate: weight of h", "How strongly the last output opens the gate.", low=-30, high=30
    )
    output_b: float = knob(
        15.0, "Output gate: bias", "How far the gate is open when there is neither input nor output.", low=-30, high=30
    )
    candidate_x: float = knob(
        0.1, "Candidate: weight of x", "How much of the input is on offer to be written.", low=-30, high=30
    )
    candidate_h: float = knob(
        0.0, "Candidate: weight of h", "How much of the last output is on offer to be written.", low=-30, high=30
    )
    candidate_b: float = knob(
        0.0,
        "Candidate: bias",
        "What is on offer to be written when there is neither input nor output.",
        low=-30,
        high=30,
    )

    def __post_init__(self) -> None:
        check_config(self)
