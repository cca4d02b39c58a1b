"""One recorded sound: a WAV, FLAC, OGG or MP3 file, or what a microphone recorded, brought to the form of all
utterances.
"""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np

from core.errors import InputError
from core.sound.utterances import SAMPLE_RATE, Utterance

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
"""Names of files with sound end in one of these; what is in them is found out by reading them."""

SHORTEST, LONGEST = 0.1, 20.0
"""Seconds of a recording."""

SILENCE = 1e-3
"""A recording that is never louder has nothing in it: −60 dB."""

CANCELLED = 1e-2
"""Share of the loudest channel's power below which the mean of all has lost the sound: −20 dB."""

RATES, MOST_CHANNELS = (4_000, 192_000), 8
"""Lowest and highest number of samples a second that are read, and the most channels."""


class Unusable(Exception):
    """Why a recording cannot be used: ``unreadable``, ``empty``, ``long`` or ``silent``."""


class Sound(NamedTuple):
    """A recording as it was found.

    Attributes
    ----------
    samples : ndarray of float32, shape (N,)
        Mono, −1 … 1, at `SAMPLE_RATE`.
    rate, channels : int
        As the file had them.
    """

    samples: np.ndarray
    rate: int
    channels: int


def read_sound(data: bytes, longest: float = LONGEST) -> Sound:
    """The sound in the bytes of a file, of at most `longest` seconds; channels are averaged, and the rate is brought to
    `SAMPLE_RATE`.

    Channels that cancel each other, as where one is the other's negative, are not averaged: the loudest one counts.

    Raises
    ------
    Unusable
    """
    import soundfile
    import soxr

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            rate, channels = file.samplerate, file.channels
            if not RATES[0] <= rate <= RATES[1] or channels > MOST_CHANNELS:
                raise Unusable("unreadable")
            if file.frames > longest * rate:
                raise Unusable("long")
            frames = file.read(int(longest * rate) + 1, dtype="float32", always_2d=True)  # (N, channels)
    except Unusable:
        raise
    except Exception as error:  # whatever a scrambled file makes its reader raise
        raise Unusable("unreadable") from error
    if len(frames) > longest * rate:
        raise Unusable("long")
    if len(frames) < SHORTEST * rate:
        raise Unusable("empty")
    if not np.isfinite(frames).all():
        raise Unusable("unreadable")
    samples = soxr.resample(_mono(frames), rate, SAMPLE_RATE)
    loudest = float(np.abs(samples).max())
    if loudest < SILENCE:
        raise Unusable("silent")
    return Sound(samples / max(loudest, 1.0), rate, channels)


def _mono(frames: np.ndarray) -> np.ndarray:
    """One channel (N,) of several (N, C)."""
    power = (frames.astype(float) ** 2).mean(axis=0)  # (C,)
    mean = frames.mean(axis=1)  # (N,)
    return frames[:, power.argmax()] if (mean.astype(float) ** 2).mean() < CANCELLED * power.max() else mean


def recording(data: bytes, name: str, said: str = "") -> Utterance:
    """One recording as an utterance.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What its owner calls it.
    said : str
        What is said in it, if that is known.

    Raises
    ------
    InputError
        If it is no sound, too short or too long, or silent.
    """
    try:
        sound = read_sound(data)
    except Unusable as error:
        raise _refusal(str(error), name) from error
    return Utterance(sound.samples, as_heard(said), voice=PurePosixPath(name).stem)


def as_heard(text: str) -> str:
    """A text without what cannot be heard: in small letters, without signs, with single spaces, composed (NFC)."""
    kept = re.sub(r"[^\w'’ -]|_", " ", unicodedata.normalize("NFC", text).casefold())
    return " ".join(unicodedata.normalize("NFC", kept).replace("’", "'").split())


def _refusal(reason: str, name: str) -> InputError:
    if reason == "long":
        return InputError(
            "{name} is longer than {most} seconds. Cut a sentence out of it.", name=name, most=int(LONGEST)
        )
    if reason == "empty":
        return InputError("{name} is shorter than {least} seconds. Record a word at least.", name=name, least=SHORTEST)
    if reason == "silent":
        return InputError(
            "{name} is silent. Check that the microphone is on and not muted, and record once more.", name=name
        )
    return InputError("{name} cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file.", name=name)
