"""Recordings made by code: files of sound in every form, and zips of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np
import soundfile

from core.sound.utterances import SAMPLE_RATE


def tone(seconds: float, pitch: float = 440.0, rate: int = SAMPLE_RATE, loudness: float = 0.3) -> np.ndarray:
    """A pure tone, shape (N,)."""
    return loudness * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)


def sound_file(samples: np.ndarray, rate: int = SAMPLE_RATE, form: str = "WAV", kind: str | None = None) -> bytes:
    """The bytes of a file of sound: samples (N,) or (N, channels)."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=form, subtype=kind)
    return file.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def spoken_digits(each: int = 4, seconds: float = 0.3) -> dict[str, bytes]:
    """Ten "digits", each a tone of its own, by two speakers, in the Free Spoken Digit form."""
    return {
        f"{digit}_{speaker}_{number}.wav": sound_file(tone(seconds + number / 100, 200 + 100 * digit + 7 * place))
        for digit in range(10)
        for place, speaker in enumerate(("ada", "alan"))
        for number in range(each)
    }
