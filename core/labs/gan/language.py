"""A language of 64 words: three syllables and a full stop, one of four syllables each, ``abcd-dc.``. Imports no torch.

Every word has `LENGTH` letters of `ALPHABET`. It is grammatical if it is made so: two syllables of {ab, ba, cd, dc}, a
hyphen, a third syllable, a full stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

ALPHABET = "abcd-."
SYLLABLES = ("ab", "ba", "cd", "dc")
LENGTH = 8

WORDS_OF_IT = tuple(f"{first}{second}-{third}." for first, second, third in product(SYLLABLES, repeat=3))
"""All that can be said, 64 words."""


def one_hot(words: Sequence[str]) -> np.ndarray:
    """Words (N) as a detective reads them: float32, (N, `LENGTH`, letters), a 1 at each letter that is there."""
    numbers = np.array([[ALPHABET.index(letter) for letter in word] for word in words])  # (N, length)
    return np.eye(len(ALPHABET), dtype=np.float32)[numbers]  # (N, length, letters)


def spelt(letters: np.ndarray) -> list[str]:
    """The words whose letters are likeliest in distributions (N, `LENGTH`, letters)."""
    return ["".join(ALPHABET[k] for k in row) for row in letters.argmax(-1)]


def grammatical(word: str) -> bool:
    """Whether the language has this word."""
    return word in WORDS_OF_IT
