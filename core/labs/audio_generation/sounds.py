"""The sounds that are learnt: tones, vowels, spoken digits, or a viewer's recording. Imports no torch.

What is held out is drawn with other dice than what is trained on, so that pitch and vowel are known and the wave is
not; of speech it is other sentences, of a recording its end.

References
----------
- Fant 1960, "Acoustic Theory of Speech Production": a vowel as a source and a filter.
- Peterson, Barney 1952, "Control Methods Used in a Study of the Vowels": the formants of men, rounded here; those that
  4,000 samples a second cannot hold are brought below 2,000 Hz.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.sound.synthesis import say_all
from core.sound.utterances import SAMPLE_RATE
from core.sound.voices import VOICES

TONES = {"A3": 220.0, "C♯4": 277.18, "E4": 329.63, "A4": 440.0}
"""Hertz of each tone: a chord of A major."""

OVERTONES = (1.0, 0.5, 0.25)
"""How loud the first harmonics of a tone are."""

FORMANTS = {"a": (730, 1090), "e": (530, 1840), "i": (270, 1950), "o": (500, 840), "u": (300, 870)}
"""Hertz of the two resonances of each vowel."""

BANDWIDTHS = (80.0, 100.0)
"""Hertz in which a resonance falls off."""

SOFTENED = 100.0
"""Hertz above which a voice falls by 6 decibels an octave: its cords by 12, less 6 on the way out of the mouth."""

PITCHES = (110.0, 140.0, 175.0)
"""Hertz at which the vowels are sung."""

SOFTEST, LOUDEST = 0.75, 0.9
"""How loud a tone or a vowel is at most. Among sounds of very different loudness one that is being written has no
loudness to keep to: it wanders, and dies where nothing was ever learnt.
"""

SECONDS = 0.75
"""Of each tone and vowel."""

OF_A_KIND, HELD_OF_A_KIND = 60, 4
"""How many of each kind are trained on, and held out."""

SENTENCES, HELD_SENTENCES, DIGITS_SAID = 60, 10, 3
"""How many sentences of so many digits are spoken, and held out."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

SETTLING = 400
"""Samples after which the resonances of a vowel have swung in."""


@dataclass(frozen=True)
class SoundKind:
    """What a sound is to be.

    Attributes
    ----------
    name : str
        For the viewer; empty of a recording of one's own.
    pitch : float or None
        Hertz; None where it moves, as in speech.
    vowel : str
        One of `FORMANTS`; else empty.
    """

    name: str
    pitch: float | None = None
    vowel: str = ""


@dataclass(frozen=True, eq=False)
class SoundBank:
    """Sounds to learn from.

    Attributes
    ----------
    rate : int
        Samples a second.
    training, held_out : sequence of ndarray of float32, shape (N,)
        Each −1 … 1.
    training_kinds, held_out_kinds : ndarray of int64
        Of each of them its place in `kinds`.
    kinds : tuple of SoundKind
        At least one.
    told : ndarray of float32, shape (K, D)
        What a conditional network is told of each kind: one-hot the tone or the voice; of a vowel two parts, one-hot
        the vowel and the pitch. D is 0 where there is but one kind.
    """

    rate: int
    training: Sequence[np.ndarray]
    held_out: Sequence[np.ndarray]
    training_kinds: np.ndarray
    held_out_kinds: np.ndarray
    kinds: tuple[SoundKind, ...]
    told: np.ndarray


# ---- tones ----


def tone(hertz: float, count: int, rate: int, random: np.random.Generator) -> np.ndarray:
    """A tone of `OVERTONES`, from a random place on and of a random loudness; float32, (count,)."""
    turns = random.random() + hertz / rate * np.arange(count)  # (N,)
    heard = [(k, loud) for k, loud in enumerate(OVERTONES, start=1) if k * hertz < rate / 2]
    x = sum(loud * np.sin(2 * np.pi * k * turns) for k, loud in heard)
    return (random.uniform(SOFTEST, LOUDEST) * x / np.abs(x).max()).astype(np.float32)


# ---- vowels ----


def vowel(name: str, hertz: float, count: int, rate: int, random: np.random.Generator) -> np.ndarray:
    """A vowel, sung: pulses of a pitch, softened as a voice softens them, which two resonances after each other shape;
    float32, (count,).
    """
    from scipy.signal import lfilter  # slow to import

    keeps = math.exp(-2 * math.pi * SOFTENED / rate)
    x = lfilter([1 - keeps], [1, -keeps], pulses(hertz, count + SETTLING, rate, random))  # (N + settling,)
    for formant, width in zip(FORMANTS[name], BANDWIDTHS, strict=True):
        radius, angle = math.exp(-math.pi * width / rate), 2 * math.pi * min(formant / rate, 0.49)
        ahead = [1.0, -2 * radius * math.cos(angle), radius**2]
        x = lfilter([sum(ahead)], ahead, x)  # so that it leaves a constant as it is
    x = np.asarray(x)[SETTLING:]
    return (random.uniform(SOFTEST, LOUDEST) * x / np.abs(x).max()).astype(np.float32)


def pulses(hertz: float, count: int, rate: int, random: np.random.Generator) -> np.ndarray:
    """A pulse in each period, from a random place on. One that falls between two samples is shared by them, so that its
    pitch is exact; (count,).
    """
    turns = random.random() + hertz / rate * np.arange(count)  # (N,)
    x = np.zeros(count)
    at = np.flatnonzero(np.diff(np.floor(turns)))  # the samples before a period begins
    late = (turns[at + 1] % 1) * rate / hertz  # how far behind the pulse the next sample is, 0 … 1
    x[at], x[at + 1] = late, 1 - late
    return x


# ---- what is trained on ----


@lru_cache(maxsize=6)
def sounds_of(data: str, rate: int) -> SoundBank:
    """The sounds of that name.

    Raises
    ------
    InputError
        If speech is asked for and there is no espeak-ng.
    """
    if data == "speech":
        return _speech(rate)
    count = int(SECONDS * rate)
    if data == "tones":
        kinds = tuple(SoundKind(name, hertz) for name, hertz in TONES.items())
        told = np.eye(len(kinds), dtype=np.float32)  # (K, D)
    else:
        kinds = tuple(SoundKind(f"{name} ({hertz:.0f} Hz)", hertz, name) for name in FORMANTS for hertz in PITCHES)
        which = np.eye(len(FORMANTS), dtype=np.float32).repeat(len(PITCHES), 0)  # (K, 5)
        high = np.tile(np.eye(len(PITCHES), dtype=np.float32), (len(FORMANTS), 1))  # (K, 3)
        told = np.concatenate((which, high), axis=1)  # (K, D)

    def drawn(each: int, seed: int) -> tuple[list[np.ndarray], np.ndarray]:
        random = np.random.default_rng(seed)
        numbers = np.tile(np.arange(len(kinds)), each)  # (N,)
        return [made(kinds[number], count, rate, random) for number in numbers], numbers

    (training, kinds_of_it), (held_out, kinds_held) = drawn(OF_A_KIND, 0), drawn(HELD_OF_A_KIND, 1)
    return SoundBank(rate, training, held_out, kinds_of_it, kinds_held, kinds, told)


def made(kind: SoundKind, count: int, rate: int, random: np.random.Generator) -> np.ndarray:
    """A tone or a vowel; float32, (count,)."""
    assert kind.pitch is not None
    if kind.vowel:
        return vowel(kind.vowel, kind.pitch, count, rate, random)
    return tone(kind.pitch, count, rate, random)


def _speech(rate: int) -> SoundBank:
    """Sentences of digits, of each voice in turn; none that is held out is trained on."""
    import soxr  # slow to import

    random = np.random.default_rng(0)
    texts: list[str] = []
    while len(texts) < SENTENCES + HELD_SENTENCES:
        text = " ".join(random.choice(DIGITS, DIGITS_SAID))
        texts += [text] if text not in texts else []
    numbers = np.arange(len(texts)) % len(VOICES)  # (N,)
    said = say_all([(text, VOICES[number]) for text, number in zip(texts, numbers, strict=True)])
    heard = [soxr.resample(one.samples, SAMPLE_RATE, rate) for one in said]
    heard = [LOUDEST * x / np.abs(x).max() for x in heard]
    kinds = tuple(SoundKind(str(voice)) for voice in VOICES)
    return SoundBank(
        rate,
        heard[:SENTENCES],
        heard[SENTENCES:],
        numbers[:SENTENCES],
        numbers[SENTENCES:],
        kinds,
        np.eye(len(kinds), dtype=np.float32),
    )
