"""What the links of Better generation may say."""

from __future__ import annotations

from dashboard.frame.names import CURSOR, LOOK, TEXT, Number, Text

MIXTURE = Number("mixture", 1.0, 0.0, 1.0)
"""How much of what is fed back is the distribution, where the word that was drawn is not."""

BEAM_WIDTH = Number("beam_width", 2, 1, 10)
"""Hypotheses that the beam keeps, in the tree and in the trained network."""

TREE = Text("tree", "", bound=False)
"""The probabilities of the tree that a viewer drags, in percent, joined by dots."""

EARNS = {
    "reward_exact": Number("earns_right", 0.0, 0.0, 1.0),
    "reward_no_repeat": Number("earns_no_repeat", 1.0, 0.0, 1.0),
    "reward_length": Number("earns_length", 1.0, 0.0, 1.0),
    "reward_words": Number("earns_words", 0.0, 0.0, 1.0),
}
"""What the viewer's judge pays, by the knob of the training that it is."""

NAMES = (CURSOR, LOOK, TEXT, MIXTURE, BEAM_WIDTH, TREE, *EARNS.values())
