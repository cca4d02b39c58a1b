"""A sound on its way to the browser: samples, spectrogram and true times, sent once and kept there for the pictures
that play and draw it.
"""

from __future__ import annotations

import hashlib

import numpy as np
import xarray as xr

from core.sound.utterances import SAMPLE_RATE, Segment, Utterance
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

SOUND = Component("sound", picture=False)


def name_of(utterance: Utterance) -> str:
    """Sixteen hexadecimal digits that differ for any two sounds, or for other times or another text of one sound."""
    digest = hashlib.sha256(np.ascontiguousarray(utterance.samples, dtype="<f4").tobytes())
    digest.update(repr((utterance.text, utterance.phonemes, utterance.words)).encode())
    return digest.hexdigest()[:16]


def sound(utterance: Utterance, trace: xr.Dataset, *, key: str) -> None:
    """Hand `utterance` to the browser, where `dashboard.labs.speech_recognition.components.hearing.hearing` finds
    it by its name.

    It is a component of its own because nothing in it changes while a network trains: a browser fetches it once, the
    alignment again and again.

    Parameters
    ----------
    utterance : Utterance
        The sound, its text and its times.
    trace : Dataset
        Of any network that heard it: ``log_mel`` (frame, mel) and ``frame_seconds`` (frame), the centre of each frame.
    key : str
        Names it in the session state.
    """
    SOUND.draw(key=key, numbers=numbers(_numbers, utterance, trace), height=0)


def _numbers(utterance: Utterance, trace: xr.Dataset) -> Facts:
    """``samples`` (N,) in 16 bits each, ``log_mel`` (frame, mel), and where everything lies in seconds."""
    centres = trace["frame_seconds"].values
    hop = float(centres[1] - centres[0]) if len(centres) > 1 else utterance.duration
    facts = {
        "name": name_of(utterance),
        "rate": SAMPLE_RATE,
        "duration": utterance.duration,
        "frames": {"start": float(centres[0]) - hop / 2, "hop": hop},
        "phonemes": list(map(_told, utterance.phonemes)),
        "said": list(map(_told, utterance.words)),
    }
    return facts, {"samples": utterance.samples, "log_mel": trace["log_mel"].transpose("frame", "mel").values}


def _told(segment: Segment) -> dict[str, str | float]:
    return {"symbol": segment.symbol, "start": round(segment.start, 4), "end": round(segment.end, 4)}
