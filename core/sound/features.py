"""What a listener hears: the energy of a sound in each mel band, ten milliseconds at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

SAMPLE_RATE = 16_000
"""Samples a second of the sound that is described."""

MELS = 40
"""Bands, evenly spaced on the mel scale from 20 Hz to 8 kHz."""

HOP = 160
"""Samples from one frame to the next: 10 ms."""

RANGE = 60.0
"""Decibels from −1 to 1."""

QUIET = 50.0
"""Decibels of a band below which even the loudest one counts as silence; a loud vowel's has 120."""

_FULL_SCALE = 2.0**15  # Kaldi reads the numbers of a 16-bit file
_WINDOW = 400  # samples


def log_mel(samples: np.ndarray) -> np.ndarray:
    """Log-energies in mel bands, as Kaldi computes them (windows of 25 ms, triangular filters).

    Loudness does not count: 1 is the loudest cell of the utterance, and −1 is `RANGE` decibels below it or fainter.
    Nothing else is normalised, because a digit is too short for means of its bands that would not be the digit itself.

    Parameters
    ----------
    samples : ndarray of float, shape (N,)
        −1 … 1, at `SAMPLE_RATE`.

    Returns
    -------
    ndarray of float32, shape (frames, MELS)
        −1 … 1; a frame is 10 ms, and there is at least one. Silence is −1 throughout.

    References
    ----------
    Davis and Mermelstein (1980), figure 1: the mel filters. Povey et al. (2011): Kaldi.
    """
    import kaldi_native_fbank as kaldi

    options = kaldi.FbankOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0
    options.frame_opts.snip_edges = False
    options.mel_opts.num_bins = MELS
    bank = kaldi.OnlineFbank(options)
    bank.accept_waveform(SAMPLE_RATE, cast("Sequence[float]", _prepared(samples)))  # it takes arrays
    bank.input_finished()
    logs = np.stack(
        [bank.get_frame(frame) for frame in range(bank.num_frames_ready)]
    )  # (frames, MELS), nepers of energy
    decibels = logs * np.float32(10 / np.log(10))
    loudest = max(float(decibels.max()), QUIET)
    return np.clip(1 + (decibels - loudest) * np.float32(2 / RANGE), -1, 1)


def frame_seconds(frames: int) -> np.ndarray:
    """The centres of the first so many frames, in seconds: 0.005, 0.015, …"""
    return (np.arange(frames) + 0.5) * (HOP / SAMPLE_RATE)


def _prepared(samples: np.ndarray) -> np.ndarray:
    """In Kaldi's numbers, and at least a window."""
    scaled = np.asarray(samples, np.float32) * np.float32(_FULL_SCALE)
    return np.pad(scaled, (0, max(0, _WINDOW - len(scaled))))
