"""A viewer's own recording, to learn to go on like it. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from core.labs.audio_generation.sounds import LOUDEST, SoundBank, SoundKind
from core.sound.files import Unusable, read_sound
from core.sound.utterances import SAMPLE_RATE

LEAST, MOST = 1.0, 300.0
"""Seconds that a recording must and may have."""

HELD_OUT = 8
"""One part in so many, at the end, is held out."""

QUIET = 0.02
"""A loudness, of the loudest 1, below which a sample counts as silence."""


@dataclass(frozen=True)
class RecordingReport:
    """What a recording holds.

    Attributes
    ----------
    name : str
        What its owner calls it.
    seconds, held_out : float
        Its length, and that of the end that is held out.
    rate, channels : int
        As the file had them.
    quiet : float
        The share of its samples that are about silent.
    """

    name: str
    seconds: float
    held_out: float
    rate: int
    channels: int
    quiet: float


def own_sounds(data: bytes, name: str, rate: int) -> tuple[SoundBank, RecordingReport]:
    """A recording as sounds of one kind, made as loud as all others, and what is in it.

    Parameters
    ----------
    data : bytes
        A WAV, FLAC, OGG or MP3 file.
    name : str
        What its owner calls it.
    rate : int
        Samples a second that are wanted.

    Raises
    ------
    InputError
        If it is no sound, silent, too short or too long.
    """
    import soxr  # slow to import

    try:
        sound = read_sound(data, MOST)
    except Unusable as error:
        raise _refused(str(error), name) from error
    seconds = len(sound.samples) / SAMPLE_RATE
    if seconds < LEAST:
        raise _refused("empty", name)
    x = soxr.resample(sound.samples, SAMPLE_RATE, rate)  # (N,)
    x = (LOUDEST * x / np.abs(x).max()).astype(np.float32)
    cut = len(x) - len(x) // HELD_OUT
    report = RecordingReport(
        name, seconds, seconds / HELD_OUT, sound.rate, sound.channels, float((np.abs(x) < QUIET).mean())
    )
    zero = np.zeros(1, np.int64)
    return SoundBank(rate, [x[:cut]], [x[cut:]], zero, zero, (SoundKind(""),), np.zeros((1, 0), np.float32)), report


def _refused(reason: str, name: str) -> InputError:
    if reason == "long":
        return InputError(
            "{name} is longer than {most} minutes. Cut the part out of it that is to be learnt.",
            name=name,
            most=int(MOST // 60),
        )
    if reason == "empty":
        return InputError(
            "{name} is shorter than a second: too little to learn from. Record {least} seconds or more.",
            name=name,
            least=3,
        )
    if reason == "silent":
        return InputError(
            "{name} is silent. Check that the microphone is on and not muted, and record once more.", name=name
        )
    return InputError("{name} cannot be read as a sound. Bring a WAV, FLAC, OGG or MP3 file.", name=name)
