"""What a lecture shows of this lab, view by view, and the terms that are seen there."""

from __future__ import annotations

from dashboard.glossary import Term
from dashboard.lectures import PREDICT, Stop, before_training, looked

STOPS = (
    Stop("A sound, written sample by sample. Press play, and watch what is believed of the next one."),
    before_training("Before training: noise. Every level is as likely as any other."),
    looked("learning", "Hear it learn: noise, then a hum, then a tone."),
    Stop("The same network, told which vowel and which pitch to write.", {"run": "shipped-audio_generation.vowels"}),
    looked("kept", "Keep what was computed, or compute it again: the same samples, at another price."),
    PREDICT,
)

TERMS = (
    Term(
        "dilated convolution",
        "A layer that looks at samples some way apart; doubling the way from layer to layer doubles what is seen.",
        {"look": "field"},
    ),
)
