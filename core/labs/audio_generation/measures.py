"""What a sound is: its pitch, by autocorrelation, and its vowel, by the nearest spectrum. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LOWEST, HIGHEST = 80.0, 700.0
"""Hertz between which a pitch is looked for."""

CLEAR = 0.5
"""How alike a sound must be to itself one period later, of 1, to have a pitch."""

NEARLY = 0.9
"""The first period that is so nearly the most alike counts, so that twice a period is not taken for one."""

BANDS, FRAME = 24, 256
"""Bands of a spectrum, evenly wide, and samples of each frame that it is the mean of."""

FLOOR = 1e-4
"""The power, of the loudest band, below which a band counts as silent: −40 dB."""

SILENT, FLAT = 0.02, 0.02
"""The greatest loudness of a sound that counts as silence, and how much of the loudness one that moves must differ by.
"""


def pitch(x: np.ndarray, rate: int) -> float | None:
    """Hertz of a sound (N,): the first peak of its autocorrelation, to fractions of a sample by a parabola.

    None if it has none: silence, noise, or less than two periods.
    """
    x = np.asarray(x, np.float64) - np.mean(x)
    least, most = int(rate / HIGHEST), min(int(rate / LOWEST) + 1, len(x) // 2)
    if most <= least + 2 or not np.square(x).sum() > 1e-9:
        return None
    alike = np.array([_alike(x, lag) for lag in range(most + 2)])  # (lags,)
    inner = range(max(2, least), most)
    peaks = [lag for lag in inner if alike[lag] >= alike[lag - 1] and alike[lag] > alike[lag + 1]]
    if not peaks or max(alike[peaks]) < CLEAR:
        return None
    lag = next(lag for lag in peaks if alike[lag] >= NEARLY * max(alike[peaks]))
    before, here, after = alike[lag - 1 : lag + 2]
    return float(rate / (lag + 0.5 * (before - after) / (before - 2 * here + after)))


def _alike(x: np.ndarray, lag: int) -> float:
    """The correlation of a sound with itself, `lag` samples later: −1 … 1."""
    earlier, later = x[: len(x) - lag], x[lag:]
    return float(earlier @ later / max(1e-12, np.sqrt((earlier @ earlier) * (later @ later))))


def cents(found: float, asked: float) -> float:
    """How far a pitch is from another: hundredths of a semitone."""
    return float(1200 * np.log2(found / asked))


def spectrum(x: np.ndarray) -> np.ndarray:
    """The mean power of a sound in each of `BANDS`, in decibels below the loudest, down to `FLOOR`; (BANDS,)."""
    x = np.asarray(x, np.float64)
    frames = [x[at : at + FRAME] for at in range(0, max(1, len(x) - FRAME + 1), FRAME // 2)]
    window = np.hanning(FRAME)
    powers = [np.square(np.abs(np.fft.rfft(np.resize(frame, FRAME) * window))) for frame in frames]
    power = np.mean(powers, axis=0)[1:]  # (FRAME / 2,), without the constant
    band = np.array([part.sum() for part in np.array_split(power, BANDS)])  # (BANDS,)
    return 10 * np.log10(np.maximum(band / max(band.max(), 1e-12), FLOOR))


def nearest(found: np.ndarray, templates: Sequence[np.ndarray]) -> int:
    """Which of some spectra is nearest to `found`, (BANDS,) each."""
    return int(np.argmin([np.square(found - template).sum() for template in templates]))


def dead(x: np.ndarray) -> str | None:
    """Whether a sound (N,), its beginning aside, collapsed: "silence", "constant", or None."""
    rest = np.asarray(x)[len(x) // 4 :]
    if np.abs(rest).max() < SILENT:
        return "silence"
    return "constant" if rest.max() - rest.min() < FLAT else None


def period(levels: np.ndarray, most: int = 200) -> int | None:
    """After how many samples the last half of a sound in levels (N,) repeats itself exactly; None if it does not, or if
    it is but one level.
    """
    rest = np.asarray(levels)[len(levels) // 2 :]
    if (rest == rest[0]).all():
        return None
    lags = range(2, min(most, len(rest) // 2) + 1)
    return next((lag for lag in lags if (rest[lag:] == rest[:-lag]).all()), None)
