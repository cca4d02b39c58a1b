"""What was written as something to be heard: at a rate that every player knows. Imports no torch."""

from __future__ import annotations

import io

import numpy as np

from core.sound.utterances import SAMPLE_RATE


def heard(x: np.ndarray, rate: int) -> np.ndarray:
    """A sound (N,) brought to `SAMPLE_RATE`, so that nothing is added above half its own rate; float32, (N',)."""
    import soxr  # slow to import

    return np.clip(soxr.resample(np.asarray(x, np.float32), rate, SAMPLE_RATE), -1, 1)


def wav(x: np.ndarray, rate: int) -> bytes:
    """The same as a WAV file of 16 bits."""
    import soundfile  # slow to import

    file = io.BytesIO()
    soundfile.write(file, heard(x, rate), SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()
