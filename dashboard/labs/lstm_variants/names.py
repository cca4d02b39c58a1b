"""What the links of LSTM variants may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, TEXT, VALUES, Number

CUP_LENGTH = Number("cup_length", 10, 2, 200)
CUP_SEEDS = Number("cup_seeds", 3, 1, 5)
CUP_STEPS = Number("cup_steps", 600, 100, 2_000)

NAMES = (CURSOR, TEXT, VALUES, CUP_LENGTH, CUP_SEEDS, CUP_STEPS)
