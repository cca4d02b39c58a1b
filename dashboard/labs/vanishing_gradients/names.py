"""What the links of Vanishing gradients may say."""

from __future__ import annotations

from core.knobs import knobs_of
from core.systems.memory.config import MemoryConfig
from dashboard.frame.names import CURSOR, TEXT, VALUES, Number, of_knob

TURNED = ("length", "initialisation", "forget_bias", "weight_scale")
"""The knobs that stand above the picture of three networks; the others are those at the side."""

THREE = "three_"
"""What stands before the name of a knob of the three networks."""

COMPARED_STEPS = Number("compared_steps", 600, 100, 2_000, former="trio_steps")
"""Training steps of each of the three."""

NAMES = (
    CURSOR,
    TEXT,
    VALUES,
    *(of_knob(knob, THREE + knob.name) for knob in knobs_of(MemoryConfig) if knob.name in TURNED),
    COMPARED_STEPS,
)
