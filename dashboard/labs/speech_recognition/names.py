"""What the links of Speech recognition may say."""

from __future__ import annotations

from core.knobs import Knob
from core.sound.synthesis import PITCHES, SPEEDS, VOICES
from dashboard.frame.names import BEAM, CURSOR, LOOK, TEXT, Choice, Name, Text

WAY = Choice("way", choices=("own", "say", "record", "upload"))
"""How the network is spoken to."""
VOICE = Name("voice")
"""The voice that speaks: ``en-gb+f2``."""
SPEED = Knob("words_per_minute", VOICES[0].words_per_minute, "Speed", "Words per minute.", *SPEEDS)
PITCH = Knob("pitch", VOICES[0].pitch, "Pitch", "How high the voice is.", *PITCHES)
SAID = Text("said")
"""What is said in a recording."""
RECORDING = Choice("recording", 0)
"""The recording that was held out."""
DIGITS = Choice("digits", "counted", choices=("counted", "drawn"))
WIDTH = Knob("beam_width", 4, "Beam width", "How many hypotheses are kept at each step; 1 is greedy decoding.", 1, 16)
PENALTY = Knob(
    "length_penalty",
    0.6,
    "Length penalty",
    "How much a longer output is forgiven for having more tokens to pay for; 0 forgives nothing.",
    0.0,
    2.0,
)

NAMES = (CURSOR, LOOK, TEXT, WAY, VOICE, SPEED, PITCH, SAID, RECORDING, DIGITS, WIDTH, PENALTY, *BEAM)
