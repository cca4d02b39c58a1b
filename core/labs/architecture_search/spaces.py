"""Search spaces: what a description has to say of a network, token by token. Imports no torch.

A description is a sentence of fixed length. Its t-th token answers the t-th question, such as "which optimizer?", with
one of few words. The tokens of all questions together are the controller's vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product

from core.errors import InputError


@dataclass(frozen=True)
class Question:
    """One thing that a description must say.

    Attributes
    ----------
    name : str
        What it asks for.
    words : tuple of str
        The tokens that may answer it.
    """

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Space:
    """All descriptions that there are: one word for each question.

    Tokens are numbered over all questions, descriptions by their words, the last question running fastest.

    Attributes
    ----------
    key : str
    questions : tuple of Question
        In the order in which they are answered.
    held : str
        The description whose words answer the questions that nobody may choose.
    """

    key: str
    questions: tuple[Question, ...]
    held: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every token, question by question; a word that answers two questions stands there twice."""
        return tuple(word for question in self.questions for word in question.words)

    @cached_property
    def ranges(self) -> tuple[range, ...]:
        """The numbers of the tokens that answer each question."""
        ends = tuple(accumulate(len(question.words) for question in self.questions))
        return tuple(range(end - len(question.words), end) for end, question in zip(ends, self.questions, strict=True))

    @property
    def size(self) -> int:
        """How many descriptions there are."""
        return math.prod(map(len, self.ranges))

    def number(self, tokens: Sequence[int]) -> int:
        """The number of a description, 0 … size − 1."""
        number = 0
        for token, these in zip(tokens, self.ranges, strict=True):
            number = number * len(these) + token - these[0]
        return number

    def tokens(self, number: int) -> tuple[int, ...]:
        """The tokens of the description with this number."""
        tokens = []
        for these in reversed(self.ranges):
            number, place = divmod(number, len(these))
            tokens.append(these[place])
        return tuple(reversed(tokens))

    def numbers(self, free: Sequence[Iterable[int]]) -> list[int]:
        """The numbers of all descriptions whose tokens are among those that are `free` at each question."""
        return [self.number(tokens) for tokens in product(*free)]

    def said(self, tokens: Sequence[int]) -> dict[str, str]:
        """What a description says, by question."""
        return {question.name: self.words[token] for question, token in zip(self.questions, tokens, strict=True)}

    def text(self, tokens: Sequence[int]) -> str:
        """A description as one types it: ``2, 32, tanh, 0.01, adam``."""
        return ", ".join(self.words[token] for token in tokens)

    def read(self, text: str) -> tuple[int, ...]:
        """The tokens of a description that was typed.

        Raises
        ------
        InputError
            If it has not one word for each question, or one that is no answer.
        """
        said = [word.strip().lower() for word in text.split(",")]
        if len(said) != len(self.questions):
            raise InputError(
                "A description here has {count} words with commas between them ({names}), and this one has {found}."
                " Write for example: {example}",
                count=len(self.questions),
                names=", ".join(question.name for question in self.questions),
                found=len(said) if text.strip() else 0,
                example=self.text([these[0] for these in self.ranges]),
            )
        return tuple(self._token(at, word) for at, word in enumerate(said))

    def free(self, count: int) -> list[tuple[int, ...]]:
        """The tokens that may answer each question, when only the first `count` questions are open."""
        held = self.read(self.held)
        return [tuple(these) if at < count else (held[at],) for at, these in enumerate(self.ranges)]

    def _token(self, at: int, word: str) -> int:
        question = self.questions[at]
        if word not in question.words:
            raise InputError(
                "{word} is no {name} of this space. Write one of {words}.",
                word=repr(word)[:40],
                name=question.name,
                words=", ".join(question.words),
            )
        return self.ranges[at][question.words.index(word)]


OPTIMIZERS = Question("optimizer", ("sgd", "adam"))

DENSE = Space(
    "dense",
    (
        Question("layers", ("1", "2", "3", "4")),
        Question("width", ("4", "8", "16", "32", "64")),
        Question("activation", ("sigmoid", "tanh", "relu", "linear")),
        Question("rate", ("0.0001", "0.001", "0.01", "0.1", "1")),
        OPTIMIZERS,
    ),
    "2, 16, tanh, 0.01, adam",
)
"""Networks without memory: hidden layers of one width, an activation, and how they are trained."""

RECURRENT = Space(
    "recurrent",
    (
        Question("cell", ("elman", "jordan", "gru", "lstm")),
        Question("memory", ("plain", "chrono")),
        Question("layers", ("1", "2")),
        Question("width", ("4", "8", "16", "32")),
        Question("rate", ("0.001", "0.01", "0.1", "1")),
        OPTIMIZERS,
    ),
    "gru, chrono, 1, 16, 0.1, adam",
)
"""Networks with memory: a cell, how its gates start (chrono: ready for long memories, Tallec & Ollivier 2018; a cell
without gates ignores it), and how they are trained.
"""

SPACES = {space.key: space for space in (DENSE, RECURRENT)}
