"""What the links of Audio generation may say."""

from __future__ import annotations

from core.knobs import Knob
from core.labs.audio_generation.request import MOST
from dashboard.frame.names import CURSOR, LOOK, TEMPERATURE, TOP_K, TOP_P, Choice, Number

DICE = Number("dice", 0, 0, MOST)
"""The dice from which a sound is drawn."""

SOUNDING = Choice("sounding")
"""What is to sound: the number of a kind."""

SAMPLES = Knob("samples", 1_500, "Samples", "How many samples are written, one after the other.", low=200, high=8_000)

TREE_UNIT = Number("tree_unit", 1, 1)
"""Which unit of every layer the tree shows."""

GATE_LAYER = Number("gate_layer", 1, 1)
"""The layer whose gate is looked at."""

NAMES = (CURSOR, LOOK, SOUNDING, DICE, TEMPERATURE, TOP_K, TOP_P, SAMPLES, TREE_UNIT, GATE_LAYER)
