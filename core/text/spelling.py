"""What it costs to tell a token that a network does not know. Imports no torch."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

_END = ""


class Speller:
    """The cost of telling a token that is not in the vocabulary: its characters, one by one, by how frequent they are.

    Without it a network that calls every token unknown would be thought perfect. Character c has probability
    (n_c + 1) / (n + K + 1) with n_c its count in the tokens that are unknown in training, n all counts and K the number
    of different characters; the 1 left over is for all of Unicode that did not occur there.

    Parameters
    ----------
    tokens : iterable of str
        Unknown tokens of training, as often as they occur.
    ends : bool
        Whether they have different lengths, so that each is told with an end mark.
    """

    def __init__(self, tokens: Iterable[str], ends: bool = True) -> None:
        self._ends = ends
        counts: Counter[str] = Counter()
        for token in tokens:
            counts.update(self._spelt(token))
        total = math.log2(counts.total() + len(counts) + 1)
        self._bits = {character: total - math.log2(count + 1) for character, count in counts.items()}
        self._other = total + math.log2(0x110000)

    def bits(self, token: str) -> float:
        """−log₂ of the probability of the whole token."""
        return sum(self._bits.get(character, self._other) for character in self._spelt(token))

    def _spelt(self, token: str) -> tuple[str, ...]:
        return (*token, _END) if self._ends else tuple(token)
