"""What the links of GAN and WGAN may say."""

from __future__ import annotations

from core.labs.gan.dice import MOST
from dashboard.frame.names import CURSOR, LOOK, Name, Number

DICE = Number("dice", 0, 0, MOST)
"""The dice from which the noise comes."""

MOVES = Name("moves")
"""What the players did on a copy of the run in view: ``c10.g1.c5`` are ten steps of the critic, one of the generator,
five of the critic.
"""

NAMES = (CURSOR, LOOK, DICE, MOVES)
