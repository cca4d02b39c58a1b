"""A sentence and its translation, in pieces that say which part means which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Piece(NamedTuple):
    """A stretch of text and what it names.

    Attributes
    ----------
    text : str
        One or more characters.
    name : str or None
        What the stretch stands for, the same word on both sides; None for what stands for nothing
        (a comma, a space).
    """

    text: str
    name: str | None


def by_character(text: str) -> Sequence[str]:
    """A text cut into characters."""
    return text


def whole(text: str) -> Sequence[str]:
    """A text as one token."""
    return [text]


@dataclass(frozen=True)
class Pair:
    """A source sentence and its translation.

    Attributes
    ----------
    source_pieces, target_pieces : tuple of Piece
        The two sides, in reading order; a piece is one token or more.
    cut_source, cut_target : callable
        How a piece of each side is cut into tokens.
    """

    source_pieces: tuple[Piece, ...]
    target_pieces: tuple[Piece, ...]
    cut_source: Callable[[str], Sequence[str]] = by_character
    cut_target: Callable[[str], Sequence[str]] = by_character

    @property
    def source(self) -> str:
        """The sentence to translate."""
        return "".join(piece.text for piece in self.source_pieces)

    @property
    def target(self) -> str:
        """Its translation."""
        return "".join(piece.text for piece in self.target_pieces)

    @property
    def source_tokens(self) -> list[str]:
        """The sentence to translate, token by token."""
        return [token for piece in self.source_pieces for token in self.cut_source(piece.text)]

    @property
    def target_tokens(self) -> list[str]:
        """Its translation, token by token."""
        return [token for piece in self.target_pieces for token in self.cut_target(piece.text)]

    @property
    def cache_key(self) -> tuple[object, ...]:
        """What tells one pair from another, in the place of the functions that cut it."""
        return self.source_pieces, self.target_pieces, tuple(self.source_tokens), tuple(self.target_tokens)

    @property
    def aligned(self) -> bool:
        """Whether anything is known of which part means which."""
        return any(piece.name is not None for piece in self.target_pieces)

    @property
    def gold(self) -> np.ndarray:
        """Which source tokens name the same thing as each target token.

        Returns
        -------
        ndarray of bool, shape (target, source)
            True where the two tokens belong to pieces of the same name: a block for each piece, because nothing
            says which letter of "March" the 3 of "3月" comes from.
        """
        source = np.array([p.name for p in self.source_pieces for _ in self.cut_source(p.text)], dtype=object)
        target = np.array([p.name for p in self.target_pieces for _ in self.cut_target(p.text)], dtype=object)
        return (target[:, None] == source[None, :]) & (target != None)[:, None]  # noqa: E711
