"""A sentence and its translation, in pieces that say which part means which."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Pair:
    """A source sentence and its translation, both character by character.

    Attributes
    ----------
    source_pieces, target_pieces : tuple of Piece
        The two sides, in reading order.
    """

    source_pieces: tuple[Piece, ...]
    target_pieces: tuple[Piece, ...]

    @property
    def source(self) -> str:
        """The sentence to translate."""
        return "".join(piece.text for piece in self.source_pieces)

    @property
    def target(self) -> str:
        """Its translation."""
        return "".join(piece.text for piece in self.target_pieces)

    @property
    def gold(self) -> np.ndarray:
        """Which source characters name the same thing as each target character.

        Returns
        -------
        ndarray of bool, shape (target, source)
            True where the two characters belong to pieces of the same name: a block for each piece, because nothing
            says which letter of "March" the 3 of "3月" comes from.
        """
        source = np.array([piece.name for piece in self.source_pieces for _ in piece.text], dtype=object)
        target = np.array([piece.name for piece in self.target_pieces for _ in piece.text], dtype=object)
        return (target[:, None] == source[None, :]) & (target != None)[:, None]  # noqa: E711
