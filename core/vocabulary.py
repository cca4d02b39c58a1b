"""The tokens a model knows, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.errors import InputError


class Vocabulary:
    """An ordered list of distinct tokens.

    Parameters
    ----------
    tokens : sequence of str
        The tokens in the order of their numbers.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tuple(tokens)
        self.number = {token: n for n, token in enumerate(self.tokens)}
        if len(self.number) != len(self.tokens):
            raise ValueError("a vocabulary lists each token once")

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self.number

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """The number of each token.

        Raises
        ------
        InputError
            If the model never saw some of the tokens; the sentence names them.
        """
        tokens = list(tokens)
        if unknown := sorted({token for token in tokens if token not in self.number}):
            raise InputError(
                "This network never saw {unknown} in training and has no number for it. Take it out, or train on a text that contains it.",
                unknown=" ".join(repr(token)[1:-1] for token in unknown[:8]) + (" …" if len(unknown) > 8 else ""),
            )  # fmt: skip
        return [self.number[token] for token in tokens]

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """The token of each number."""
        return [self.tokens[n] for n in numbers]
