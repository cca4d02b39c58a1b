"""What the links of a page with a tournament may say."""

from __future__ import annotations

from dashboard.frame.names import Number

COMPARED_LENGTH = Number("compared_length", 10, 2, 200, former="cup_length")
COMPARED_SEEDS = Number("compared_seeds", 6, 1, 10, former="cup_seeds")
COMPARED_STEPS = Number("compared_steps", 600, 100, 2_000, former="cup_steps")
COMPARED = (COMPARED_LENGTH, COMPARED_SEEDS, COMPARED_STEPS)
"""How long the sequences of a tournament are, from how many seeds each cell is trained, and for how many steps."""
