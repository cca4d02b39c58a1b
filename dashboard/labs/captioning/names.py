"""What the links of Captioning may say."""

from __future__ import annotations

from core.knobs import Knob
from dashboard.frame.names import BEAM, CURSOR, LOOK, TEMPERATURE, TOP_K, TOP_P, Choice, Number, Text

SCENE = Text("scene", bound=False)
"""The scene in view, as `core.labs.captioning.scenes.read_scene` reads it."""

PHOTO = Number("photo", 1, 1)
"""The held-out picture of one's own in view."""

MISTAKE = Choice("mistake", choices=("objects", "relation", "colour", "shape", "size", "form"))
"""What is wrong with the captions that are shown."""

LAYER = Choice("eye", "feature_map", choices=("edge_map", "feature_map"))

WIDTH = Knob("beam_width", 3, "Beam width", "How many hypotheses are kept at each step; 1 is greedy decoding.", 1, 8)
PENALTY = Knob(
    "length_penalty",
    0.6,
    "Length penalty",
    "How much a longer caption is forgiven for having more words to pay for; 0 forgives nothing.",
    0.0,
    2.0,
)
DICE_SEED = Knob("dice", 0, "Seed of the dice", "Another seed throws other dice.", 0, 9999)

NAMES = (CURSOR, LOOK, SCENE, PHOTO, MISTAKE, LAYER, WIDTH, PENALTY, DICE_SEED, TEMPERATURE, TOP_K, TOP_P, *BEAM)
