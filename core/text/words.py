"""A text as words: how a sentence that a person typed is cut before a network reads it."""

from __future__ import annotations

import re

_WORD = re.compile(
    r"\d[\d:.]*(?=[ap]m\b)"  # the 9 of "9am"
    r"|\w+(?:[:'.-]\w+)*"  # Taipei, i'd, o'clock, 6:30, non-stop
    r"|[^\w\s]",  # a punctuation mark
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The words and punctuation marks of `text`, spelt as they are.

    Examples
    --------
    >>> words_of("I’d leave Taipei at 9am, please.")
    ["I'd", 'leave', 'Taipei', 'at', '9', 'am', ',', 'please', '.']
    """
    return _WORD.findall(text.replace("’", "'"))


def normalised(word: str) -> str:
    """The spelling under which a vocabulary lists a word: in lower case."""
    return word.lower()


def is_punctuation(word: str) -> bool:
    """Whether a piece of `words_of` is no word but a mark."""
    return not any(character.isalnum() for character in word)
