"""What the links of Chatbot may say."""

from __future__ import annotations

from core.knobs import Knob
from dashboard.frame.names import BEAM, CURSOR, LOOK, TEMPERATURE, TOP_K, TOP_P, WRITING_SEED, Text

CONVERSATION = Text("conversation", bound=False)
"""What the viewer said, an utterance a line; what was answered follows from it."""

WIDTH = Knob("beam_width", 3, "Beam width", "How many hypotheses are kept at each step; 1 is greedy decoding.", 1, 8)
PENALTY = Knob(
    "length_penalty",
    0.6,
    "Length penalty",
    "How much a longer answer is forgiven for having more words to pay for; 0 forgives nothing.",
    0.0,
    2.0,
)
MMI = Knob(
    "mmi",
    0.0,
    "Penalty λ",
    "How much is taken off for being a likely answer to anything; at 0 the likeliest answer wins.",
    0.0,
    1.0,
)

NAMES = (CURSOR, LOOK, CONVERSATION, TEMPERATURE, TOP_K, TOP_P, WRITING_SEED, MMI, WIDTH, PENALTY, *BEAM)
