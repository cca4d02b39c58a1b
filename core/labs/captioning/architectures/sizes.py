"""What all architectures have in common: their sizes, and what one brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from core.nn.attention import Edit
from core.nn.decoding import Decoding, Encoded

State = dict[str, Tensor]
"""What a decoder keeps from one word to the next, each tensor (B, …)."""


@dataclass(frozen=True)
class TellerSizes:
    """How large an architecture is.

    Attributes
    ----------
    hidden : int
        H, its units, and the numbers of the image vector.
    embedding : int
        E, the numbers of a word.
    cell : int
        D, the numbers of a cell's vector.
    match : int
        The units of the small network that matches a state against a cell.
    """

    hidden: int
    embedding: int
    cell: int = 32
    match: int = 32


class Teller(Protocol):
    """A decoder that is given a picture: `core.nn.decoding.EncoderDecoder` calls it.

    Attributes
    ----------
    readout_size : int
        Numbers that the output layer reads.
    """

    readout_size: int

    def keys(self, cells: Tensor) -> Tensor:
        """What queries are matched against, from the annotations (B, L, D)."""
        ...

    def start(self, source: Encoded) -> State:
        """The state before the first word."""
        ...

    def advance(self, source: Encoded, state: State, y: Tensor, edits: Sequence[Edit]) -> tuple[Decoding, State]:
        """One step, which reads the embedding y (B, E) of the word before."""
        ...
