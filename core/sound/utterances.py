"""Something that is said: its sound, its text, and the times of its phonemes and words where they are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SAMPLE_RATE = 16_000
"""Samples a second of every utterance."""


@dataclass(frozen=True)
class Segment:
    """A stretch of sound and what is heard in it.

    Attributes
    ----------
    symbol : str
        A phoneme in IPA, or a word as it is written.
    start, end : float
        Seconds from the beginning of the utterance, ``start < end``.
    """

    symbol: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Utterance:
    """Something that is said.

    Attributes
    ----------
    samples : ndarray of float32, shape (N,)
        The sound, −1 … 1, at `SAMPLE_RATE`.
    text : str
        What is said, as it is written; empty if that is not known.
    phonemes : tuple of Segment
        With their true times, in the order in which they are heard; none where they are not known (recordings).
    words : tuple of Segment
        The written words with theirs; none where they are not known.
    voice : str
        Who says it, for the viewer.
    """

    samples: np.ndarray
    text: str
    phonemes: tuple[Segment, ...] = ()
    words: tuple[Segment, ...] = ()
    voice: str = ""

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / SAMPLE_RATE

    def tokens(self, target: str) -> tuple[str, ...]:
        """What is to be written: the symbols of its ``"phonemes"``, or the ``"characters"`` of its text."""
        if target == "phonemes":
            return tuple(phoneme.symbol for phoneme in self.phonemes)
        return tuple(self.text)

    def gold(self, target: str) -> tuple[Segment | None, ...]:
        """Where each token is heard.

        A phoneme has its own stretch. A character has that of its word, because nothing says which part of it the
        silent letters of "eight" are heard in; it has none (None) if it is a space or a sign, or the times are not
        known.
        """
        if target == "phonemes":
            return self.phonemes
        stretches: list[Segment | None] = [None] * len(self.text)
        end = 0
        for word in self.words:
            start = self.text.index(word.symbol, end)
            end = start + len(word.symbol)
            stretches[start:end] = [word] * len(word.symbol)
        return tuple(stretches)
