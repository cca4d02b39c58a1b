"""What one may predict of listening: how near attention is to where a sound is."""

from __future__ import annotations

from core.errors import InputError
from dashboard.labs.speech_recognition.subject import Heard
from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed, percent

CLOSE, NEAR = 50.0, 150.0
"""Milliseconds: about a phone, about a syllable."""

WORDS = {
    "asked": (
        "At this step {error} of what is written is wrong. How far from where a character is spoken does attention"
        " listen when it is written?"
    ),
    "close": "Less than 50 ms: within the sound itself",
    "near": "50 to 150 ms: a sound before or after it",
    "far": "More than 150 ms: anywhere in the sentence",
    "why": (
        "Nobody tells the network when a character is spoken. A listener that may look anywhere can be right and"
        " look elsewhere; one that remembers where it last looked moves on with the sound."
    ),
}


def _metrics(subject: Heard) -> dict[str, float]:
    found = subject.moment.checkpoint.metrics
    if "alignment_ms" not in found:
        raise InputError(
            "It is not known where anything is spoken in the recordings of this run, so there is nothing to predict"
            " here. Take the shipped run in “Run in view”."
        )
    return found


def _facts(subject: Heard) -> dict[str, str]:
    return {"error": percent(_metrics(subject)["error_rate"])}


def _find(subject: Heard) -> Revealed:
    off = float(_metrics(subject)["alignment_ms"])
    told = _("On held-out utterances attention is {off} ms off.", off=f"{off:.0f}")
    return Revealed(0 if off < CLOSE else 1 if off < NEAR else 2, told)


QUESTION = Prediction(WORDS, _find, _facts)
