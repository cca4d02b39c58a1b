"""The noise of a room behind an utterance: what every microphone hears, and no synthesized voice has."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from core.sound.utterances import SAMPLE_RATE, Utterance

QUIETEST, LOUDEST = 60.0, 20.0
"""Decibels by which the noise is fainter than the voice."""

SLOPES = (0.0, 0.5, 1.0, 1.5, 2.0)
"""How fast the power of a noise falls with frequency: 0 is white noise, 1 is pink, 2 is brown, like traffic far away.
"""

RUMBLE = 40.0
"""Hertz below which it does not rise any more."""

LENGTH = 2**17
"""Samples of a noise, some eight seconds; then it begins anew, without a seam."""


def in_a_room(utterance: Utterance, seed: int) -> Utterance:
    """An utterance with noise behind it; `seed` fixes which noise it is, where in it the utterance begins, and how loud
    it is.
    """
    random = np.random.default_rng(seed)
    noise, start = _noise(random.choice(SLOPES)), random.integers(LENGTH)
    behind = noise.take(np.arange(start, start + len(utterance.samples)), mode="wrap")
    voice = np.sqrt(np.square(utterance.samples).mean())
    loudness = voice * np.float32(10 ** (-random.uniform(LOUDEST, QUIETEST) / 20))
    samples = (utterance.samples + loudness * behind).clip(-1, 1)
    samples.flags.writeable = False
    return replace(utterance, samples=samples)


@lru_cache(maxsize=len(SLOPES))
def _noise(slope: float) -> np.ndarray:
    """Noise of the loudness 1 (root mean square), shape (LENGTH,)."""
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(LENGTH))
    frequencies = np.fft.rfftfreq(LENGTH, 1 / SAMPLE_RATE)
    noise = np.fft.irfft(spectrum * np.maximum(frequencies, RUMBLE) ** (-slope / 2), LENGTH)
    return (noise / np.sqrt(np.square(noise).mean())).astype(np.float32)
