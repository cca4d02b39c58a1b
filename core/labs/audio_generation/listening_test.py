"""Who listens to sounds that were asked for, and compares: pitch and vowel, by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.labs.audio_generation import measures

if TYPE_CHECKING:
    from core.labs.audio_generation.sounds import SoundKind


@dataclass(frozen=True)
class SoundVerdict:
    """What is heard in a sound, and whether that was asked for.

    Attributes
    ----------
    pitch : float or None
        Hertz; None without one.
    cents : float or None
        Its distance from the pitch that was asked for; None without either.
    right_pitch, right_vowel : bool or None
        Whether of all pitches, and all vowels, that are learnt the nearest is the one asked for; None where there is no
        such thing.
    vowel : str
        The one that is heard; empty where there are none.
    """

    pitch: float | None
    cents: float | None
    right_pitch: bool | None
    right_vowel: bool | None
    vowel: str

    @property
    def right(self) -> bool | None:
        """Whether all is as it was asked for; None where nothing can be measured."""
        return None if self.right_pitch is None else self.right_pitch and self.right_vowel is not False


def listened(
    sounds: np.ndarray, asked: Sequence[int], kinds: Sequence[SoundKind], templates: Sequence[np.ndarray], rate: int
) -> list[SoundVerdict]:
    """What is heard in sounds, their beginnings aside.

    Parameters
    ----------
    sounds : ndarray, shape (N, T)
        At `rate` samples a second.
    asked : sequence of int
        The kind that each was to be.
    kinds : sequence of SoundKind
        All that are learnt.
    templates : sequence of ndarray, shape (BANDS,)
        The mean spectrum of each kind.
    rate : int
        Samples a second.
    """
    return [
        _verdict(x[len(x) // 4 :], kinds[number], kinds, templates, rate)
        for x, number in zip(sounds, asked, strict=True)
    ]


def _verdict(
    x: np.ndarray, asked: SoundKind, known: Sequence[SoundKind], templates: Sequence[np.ndarray], rate: int
) -> SoundVerdict:
    found = measures.pitch(x, rate)
    heard = known[measures.nearest(measures.spectrum(x), templates)].vowel if asked.vowel else ""
    right_vowel = heard == asked.vowel if asked.vowel else None
    if asked.pitch is None:
        return SoundVerdict(found, None, None, right_vowel, heard)
    if found is None:
        return SoundVerdict(None, None, False, right_vowel, heard)
    nearest = min((kind.pitch for kind in known if kind.pitch), key=lambda hertz: abs(measures.cents(found, hertz)))
    return SoundVerdict(found, measures.cents(found, asked.pitch), nearest == asked.pitch, right_vowel, heard)
