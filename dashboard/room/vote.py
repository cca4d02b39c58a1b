"""A question to the room: asked, counted, shown, marked; one answer a seat, the last that it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Vote:
    """A question, from the moment at which it is asked.

    Attributes
    ----------
    number : int
        Which question of the room this is, counted from 1: an answer to another one does not count.
    text : str
        What is asked, as plain text.
    answers : sequence of str
        What one may choose.
    right : int or None
        Which answer is right, once that is known and told.
    closed, shown : bool
        Whether answers still count, and whether everyone sees how many gave each.
    before : tuple of int or None
        How many gave each answer in the round before, if the question was asked twice.
    """

    number: int
    text: str
    answers: Sequence[str]
    right: int | None = None
    closed: bool = False
    shown: bool = False
    before: tuple[int, ...] | None = None
    _chosen: dict[str, int] = field(default_factory=dict)

    def choose(self, seat: str, number: int, answer: int) -> bool:
        """Count the answer of a seat, instead of the one that it gave before; whether it counts."""
        if self.closed or number != self.number or not 0 <= answer < len(self.answers):
            return False
        self._chosen[seat] = answer
        return True

    def chosen(self, seat: str) -> int | None:
        """What a seat has answered."""
        return self._chosen.get(seat)

    @property
    def count(self) -> int:
        """How many have answered."""
        return len(self._chosen)

    @property
    def tally(self) -> tuple[int, ...]:
        """How many gave each answer."""
        given = list(self._chosen.values())
        return tuple(given.count(answer) for answer in range(len(self.answers)))

    def again(self, number: int) -> None:
        """Ask once more, usually after neighbours have talked: the first round stays beside the second."""
        self.before, self.number, self._chosen = self.tally, number, {}
        self.closed = self.shown = False
        self.right = None

    def close(self) -> None:
        """Answers count no longer."""
        self.closed = True

    def mark(self, right: int) -> None:
        """Tell which answer is right; who knows that answers no more."""
        self.right, self.closed = right, True

    def told(self, *, lecturer: bool = False) -> dict[str, Any]:
        """What a browser is told of it; how the answers spread is the lecturer's alone until it is shown."""
        said: dict[str, Any] = {
            "number": self.number,
            "text": self.text,
            "answers": list(self.answers),
            "closed": self.closed,
            "right": self.right,
            "shown": self.shown,
        }
        if self.shown or lecturer:
            said |= {"count": self.count, "tally": self.tally, "before": self.before}
        return said
