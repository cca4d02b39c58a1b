"""Who listens to sounds that were asked for, and compares: pitch and vowel, by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.labs.audio_generation import measures

if TYPE_CHECKING:
    from core.labs.audio_generation.sounds import Kind
    from core.labs.audio_generation.task import WaveNetTask


@dataclass(frozen=True)
class Verdict:
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


def listened(task: WaveNetTask, sounds: np.ndarray, kinds: Sequence[int]) -> list[Verdict]:
    """What is heard in sounds (N, T) that were to be of some kinds, their beginnings aside."""
    known = task.sounds.kinds
    return [_verdict(task, x[len(x) // 4 :], known[number], known) for x, number in zip(sounds, kinds, strict=True)]


def _verdict(task: WaveNetTask, x: np.ndarray, asked: Kind, known: Sequence[Kind]) -> Verdict:
    found = measures.pitch(x, task.sounds.rate)
    heard = known[measures.nearest(measures.spectrum(x), task.templates)].vowel if asked.vowel else ""
    right_vowel = heard == asked.vowel if asked.vowel else None
    if asked.pitch is None:
        return Verdict(found, None, None, right_vowel, heard)
    if found is None:
        return Verdict(None, None, False, right_vowel, heard)
    nearest = min((kind.pitch for kind in known if kind.pitch), key=lambda hertz: abs(measures.cents(found, hertz)))
    return Verdict(found, measures.cents(found, asked.pitch), nearest == asked.pitch, right_vowel, heard)
