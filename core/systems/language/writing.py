"""What a network writes, and what it believed while it did: one text step by step, or many futures. Imports no
torch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.text.vocabulary import EOS, Vocabulary


@dataclass(frozen=True, eq=False)
class Writing:
    """A text token by token, with the distribution in which each was looked up before it came.

    Attributes
    ----------
    vocabulary : Vocabulary
        The V tokens.
    start : str
        What was read before the first token.
    numbers : ndarray of int, shape (N,)
        The tokens of the text: those that were given, then those that were written, `EOS` if it came to that.
    given : int
        How many were given.
    probability : ndarray, shape (N, V)
        What the network believed would stand at each position, after all tokens before it.
    dice : ndarray, shape (N − given,)
        The random number, 0 … 1, with which each written token was drawn.
    never : tuple of int
        Tokens that were not allowed.
    """

    vocabulary: Vocabulary
    start: str
    numbers: np.ndarray
    given: int
    probability: np.ndarray
    dice: np.ndarray
    never: tuple[int, ...] = ()

    @property
    def tokens(self) -> list[str]:
        """The tokens themselves."""
        return self.vocabulary.decode(self.numbers)

    @property
    def ended(self) -> bool:
        """Whether the text came to its end."""
        return bool(self.tokens) and self.tokens[-1] == EOS

    @property
    def surprise(self) -> np.ndarray:
        """−log₂ of the probability that each token had, (N,), in bits: by the network's own distribution."""
        p = self.probability[np.arange(len(self.numbers)), self.numbers]
        return -np.log2(np.maximum(p, np.finfo(np.float32).tiny))

    @property
    def loss(self) -> float:
        """The mean of −ln p over the tokens, in nats: the cross-entropy that training lowers."""
        return float(self.surprise.mean() * np.log(2))


@dataclass(frozen=True, eq=False)
class Futures:
    """Many ways in which one text went on.

    Attributes
    ----------
    vocabulary : Vocabulary
    numbers : ndarray of int, shape (K, T)
        The tokens of each future; −1 after its `EOS`. The k-th is what `write` writes with the seed ``seed + k``.
    seed : int
    """

    vocabulary: Vocabulary
    numbers: np.ndarray
    seed: int

    @property
    def lengths(self) -> np.ndarray:
        """How many tokens each future has, (K,); its `EOS` is none of them."""
        return (self.numbers >= 0).sum(1) - self.ended

    @property
    def ended(self) -> np.ndarray:
        """Which futures came to their end, (K,)."""
        if EOS not in self.vocabulary:
            return np.zeros(len(self.numbers), bool)
        return (self.numbers == self.vocabulary.number[EOS]).any(1)

    def text(self, k: int) -> str:
        """The k-th future, without its `EOS`."""
        return "".join(self.vocabulary.decode(self.numbers[k, : self.lengths[k]]))

    def ordered(self) -> tuple[np.ndarray, np.ndarray]:
        """The futures so arranged that they draw as a tree.

        At every fork, the branch that more futures take comes first. A node of the tree is then a stretch of neighbours
        that share their first tokens.

        Returns
        -------
        order : ndarray of int, shape (K,)
            Numbers of the futures.
        shared : ndarray of int, shape (K,)
            How many tokens each shares with the one before it in that order; 0 for the first.
        """
        branch = np.zeros(len(self.numbers), np.int64)  # which node of the tree each future is at
        keys = []
        for token in self.numbers.T:  # (K,)
            _, branch, sizes = np.unique(
                branch * (len(self.vocabulary) + 1) + token + 1, return_inverse=True, return_counts=True
            )
            keys += [-sizes[branch], branch]  # larger branches first, equals by token
        order = np.lexsort(keys[::-1])
        rows = self.numbers[order]
        same = np.cumprod(rows[1:] == rows[:-1], axis=1).sum(1)  # (K − 1,)
        return order, np.concatenate([[0], same])
