"""What the links of AE and VAE may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, Number

NOISE_DICE = Number("noise_dice", 0, 0, 9999)
"""The dice from which the noise of one picture comes."""

CODE_DICE = Number("code_dice", 0, 0, 9999)
"""The dice from which random codes come."""

WALK_FROM, WALK_TO = Number("walk_from", 41, 1), Number("walk_to", 31, 1)
"""The held-out pictures between which one walks."""

NAMES = (CURSOR, LOOK, NOISE_DICE, CODE_DICE, WALK_FROM, WALK_TO)
