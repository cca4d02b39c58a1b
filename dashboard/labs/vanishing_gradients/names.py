"""What the links of Vanishing gradients may say."""

from __future__ import annotations

from core.knobs import knobs_of
from core.systems.memory.config import MemoryConfig
from dashboard.frame.names import CURSOR, ERROR_STEP, LOOK, TEXT, VALUES, Number, of_knob

TURNED = ("length", "initialisation", "forget_bias", "weight_scale")
"""The knobs that stand above the picture of three networks; the others are those at the side."""

THREE = "three_"
"""What stands before the name of a knob of the three networks."""

COMPARED_STEPS = Number("compared_steps", 600, 100, 2_000, former="trio_steps")
"""Training steps of each of the three."""

WEIGHT, LONG = Number("weight", 1.01, 0.9, 1.1), Number("long", 1_000, 10, 2_000)
"""The weight of a linear unit, and how many steps it remembers."""

FROM_WEIGHT, FROM_BIAS = Number("from_weight", 4.5, 3.5, 6.5), Number("from_bias", -2.4, -3.6, -1.4)
"""Where gradient descent begins on the map of the error."""

PACE, BOUND, DESCENT = Number("pace", 0.3, 0.05, 1.0), Number("bound", 1.0, 0.1, 10.0), Number("descent", 60, 1, 200)
"""Its learning rate, the norm that it is clipped to, and its steps."""

NAMES = (
    CURSOR,
    LOOK,
    ERROR_STEP,
    WEIGHT,
    LONG,
    FROM_WEIGHT,
    FROM_BIAS,
    PACE,
    BOUND,
    DESCENT,
    TEXT,
    VALUES,
    *(of_knob(knob, THREE + knob.name) for knob in knobs_of(MemoryConfig) if knob.name in TURNED),
    COMPARED_STEPS,
)
