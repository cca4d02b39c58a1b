"""How the children of each space are trained: always alike, and for a moment only. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

LOOKS = 5
"""How often a child is measured in its training, the last time at its end."""

LENGTH = 8
"""Symbols that a recurrent child reads."""


@dataclass(frozen=True)
class Schooling:
    """How the children of a space are trained.

    Attributes
    ----------
    steps, batch_size : int
    chance : float
        The accuracy of who knows nothing.
    """

    steps: int
    batch_size: int
    chance: float

    @property
    def looked_at(self) -> tuple[int, ...]:
        """The steps after which a child is measured."""
        return tuple(self.steps * look // LOOKS for look in range(1, LOOKS + 1))


SCHOOLING = {"dense": Schooling(40, 64, 0.1), "recurrent": Schooling(50, 32, 0.125)}
