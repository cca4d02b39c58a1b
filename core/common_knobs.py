"""Knobs that every lab that trains has, each said once."""

from __future__ import annotations

from typing import Any

from core.knobs import knob


def learning_rate(default: float) -> Any:
    """How far a step goes."""
    return knob(
        default,
        "Learning rate",
        "How far each training step moves the weights. Too large and the loss explodes; too small and nothing happens.",
        low=1e-6,
        high=100.0,
        log=True,
    )


def clip(default: float = 1.0) -> Any:
    """How long a gradient may be."""
    return knob(
        default,
        "Gradient clipping",
        "The longest a gradient may be; longer ones are shortened to this norm.",
        low=0.01,
        high=100.0,
        log=True,
    )


def dropout(default: float) -> Any:
    """How much is silenced."""
    return knob(default, "Dropout", "The share of values silenced at random in each training step.", low=0.0, high=0.8)
