"""What the links of Translation may say."""

from __future__ import annotations

from core.knobs import Knob
from dashboard.frame.names import BEAM, CURSOR, LOOK, TEXT, Choice, Switch, Text

COMPARE = Choice("compare", "match", choices=("match", "ladder"))
NAMES_QKV = Switch("names_qkv")
"""Whether query, key and value are called so."""
OTHER_TEXT, PREFIX = Text("other_text"), Text("prefix")
SET_WEIGHT = Switch("set_weight")
WEIGHT = Knob(
    "weight",
    1.0,
    "Attention weight",
    "What the weight under the cursor is set to; the other weights of the step share the rest in their old"
    " proportions.",
    0.0,
    1.0,
)
WIDTH = Knob("beam_width", 3, "Beam width", "How many hypotheses are kept at each step; 1 is greedy decoding.", 1, 8)
PENALTY = Knob(
    "length_penalty",
    0.6,
    "Length penalty",
    "How much a longer translation is forgiven for having more tokens to pay for; 0 forgives nothing.",
    0.0,
    2.0,
)

NAMES = (CURSOR, LOOK, TEXT, COMPARE, NAMES_QKV, OTHER_TEXT, PREFIX, SET_WEIGHT, WEIGHT, WIDTH, PENALTY, *BEAM)
