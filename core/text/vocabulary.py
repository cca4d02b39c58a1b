"""The tokens a model knows, their numbers, and how a text is cut into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from core.errors import InputError

BOS, EOS, UNK = "⟨BOS⟩", "⟨EOS⟩", "⟨unk⟩"
"""Begin and end of a document, and every word that is not known. Nobody can type one: `split` cuts what looks like it.
"""

UNITS = ("character", "word")
"""What a token can be."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # written without spaces: every character is a word
_WORD = re.compile(rf" ?[{_CJK}]| ?[^\W\d{_CJK}]+(?:['’][^\W\d{_CJK}]+)*| ?\d| ?[^\w\s]|\s")


def split(text: str, unit: str) -> list[str]:
    """The tokens of a text; joined they are the text again.

    By word a token is a word, a digit, a punctuation mark or a white-space character. A space belongs to the token
    after it, so that ``" cat"`` and ``"Cat"`` differ, and no rule is needed to join tokens.

    Parameters
    ----------
    text : str
        Anything.
    unit : {"character", "word"}
        What a token is.
    """
    return list(text) if unit == "character" else _WORD.findall(text)


class Vocabulary:
    """An ordered list of distinct tokens.

    Parameters
    ----------
    tokens : sequence of str
        The tokens in the order of their numbers. If `UNK` is one of them, it stands for all that are not.
    unit : {"character", "word", "piece"}
        How a text is cut into tokens: as `split` does, or into the longest tokens that the vocabulary holds.
    """

    def __init__(self, tokens: Sequence[str], unit: str = "character") -> None:
        self.tokens, self.unit = tuple(tokens), unit
        self.number = {token: n for n, token in enumerate(self.tokens)}
        if len(self.number) != len(self.tokens):
            raise ValueError("a vocabulary lists each token once")

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self.number

    def split(self, text: str) -> list[str]:
        """The tokens of a text, joined they are the text again; by piece, what no token fits is left by character."""
        return self._pieces.findall(text) if self.unit == "piece" else split(text, self.unit)

    @cached_property
    def _pieces(self) -> re.Pattern[str]:
        return re.compile("|".join([*map(re.escape, sorted(self.tokens, key=len, reverse=True)), "(?s:.)"]))

    def unknown(self, tokens: Iterable[str]) -> list[str]:
        """Which of `tokens` it does not hold, once each, in order."""
        return sorted({token for token in tokens if token not in self.number})

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """The number of each token.

        Raises
        ------
        InputError
            If the model never saw some of the tokens and has no `UNK` for them; the sentence names them.
        """
        tokens = list(tokens)
        if UNK in self.number:
            return [self.number.get(token, self.number[UNK]) for token in tokens]
        if unknown := self.unknown(tokens):
            raise InputError(
                "This network never saw {unknown} in training and has no number for it. Take it out, or train on a text"
                " that contains it.",
                unknown=" ".join(repr(token)[1:-1] for token in unknown[:8]) + (" …" if len(unknown) > 8 else ""),
            )
        return [self.number[token] for token in tokens]

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """The token of each number."""
        return [self.tokens[n] for n in numbers]
