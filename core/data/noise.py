"""The noise of a room behind an utterance: what every microphone hears, and no synthesized voice has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data.utterances import Utterance

QUIETEST, LOUDEST = 60.0, 20.0
"""Decibels by which the noise is fainter than the voice."""

STEEPEST = 2.0
"""How fast it falls towards high frequencies: 0 is white noise, 1 is pink, 2 is brown, like traffic far away."""


def in_a_room(utterance: Utterance, seed: int) -> Utterance:
    """An utterance with noise behind it; `seed` fixes how loud it is, how it falls with frequency, and the noise itself."""
    random = np.random.default_rng(seed)
    distance = random.uniform(LOUDEST, QUIETEST)
    slope = random.uniform(0, STEEPEST)
    count = len(utterance.samples)
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum /= np.maximum(np.arange(len(spectrum)), count / 400) ** (
        slope / 2
    )  # level below 40 Hz, or it would rumble only
    noise = np.fft.irfft(spectrum, count)
    loudness = np.sqrt(np.square(utterance.samples).mean() / np.square(noise).mean()) * 10 ** (-distance / 20)
    samples = (utterance.samples + loudness * noise).clip(-1, 1).astype(np.float32)
    samples.flags.writeable = False
    return replace(utterance, samples=samples)
