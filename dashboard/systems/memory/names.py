"""What the links of a page with a tournament may say."""

from __future__ import annotations

from dashboard.frame.names import Number

CUP_LENGTH = Number("cup_length", 10, 2, 200)
CUP_SEEDS = Number("cup_seeds", 6, 1, 10)
CUP_STEPS = Number("cup_steps", 600, 100, 2_000)
CUP = (CUP_LENGTH, CUP_SEEDS, CUP_STEPS)
"""How long the sequences of a tournament are, from how many seeds each cell is trained, and for how many steps."""
