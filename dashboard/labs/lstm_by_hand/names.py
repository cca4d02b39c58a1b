"""What the links of LSTM by hand may say besides where the gates come from and what the weights are."""

from __future__ import annotations

from dataclasses import replace

from core.knobs import knobs_of
from core.labs.lstm_by_hand import three_parts
from core.labs.lstm_by_hand.config import ByHandConfig
from core.labs.lstm_by_hand.model import KEEP, LONGEST
from core.labs.lstm_by_hand.three_parts import WORKED
from dashboard.frame.names import Choice, Name, Number, Text, of_knob

INPUTS = Text("x")
STEP = Number("step", 1, 1, LONGEST, bound=False)
"""Where the viewer stands."""
SOURCE = Choice("gates", "hand", choices=("hand", "weights"))
"""Where the gates come from."""
WEIGHTS = tuple(
    replace(of_knob(knob), bound=False) for knob in knobs_of(ByHandConfig) if isinstance(knob.default, float)
)
"""The weights, which are set in the drawing."""
GATES = tuple(Name(gate) for gate in KEEP)
"""The gates that are set by hand, a number a step."""

PARTS = Text("parts", WORKED)
"""Three parts for each step, of the unit whose gates the input opens."""
PART_STEP = Number("part_step", 2, 1, three_parts.LONGEST)
"""Which of its steps is worked out."""
SHARP = Number("sharp", 1.0, 0.02, 1.0)
"""How large the weights of its gates are."""

NAMES = (INPUTS, STEP, SOURCE, *WEIGHTS, *GATES, PARTS, PART_STEP, SHARP)
