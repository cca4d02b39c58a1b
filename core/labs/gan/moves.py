"""What a viewer lets the players do, as text: ``c10.g1`` are ten steps of the critic and one of the generator.

Imports no torch.
"""

from __future__ import annotations

import re

from core.errors import InputError

PLAYERS = {"c": "critic", "g": "generator"}

MOST_STEPS = 300
"""Steps that are played in all: somewhat more than a second."""

Move = tuple[str, int]
"""Who steps, and how many times."""


def read_moves(text: str) -> tuple[Move, ...]:
    """The moves that a text names, in order; none of an empty one.

    Raises
    ------
    InputError
        If it names none, or more steps than are played.
    """
    parts = [part for part in text.split(".") if part]
    if not all(re.fullmatch(r"[cg]\d{1,3}", part) for part in parts):
        raise InputError(
            "{text} names no moves. Write c and g with numbers, such as c10.g1: ten steps of the critic, one of the"
            " generator.",
            text=repr(text)[:80],
        )
    moves = tuple((PLAYERS[part[0]], int(part[1:])) for part in parts)
    if (steps := sum(count for _, count in moves)) > MOST_STEPS:
        raise InputError("{steps} steps are too many to play again. Play at most {most}.", steps=steps, most=MOST_STEPS)
    return moves


def written_moves(moves: tuple[Move, ...]) -> str:
    """The moves as text; equal neighbours are joined."""
    joined: list[Move] = []
    for player, count in moves:
        if joined and joined[-1][0] == player:
            joined[-1] = (player, joined[-1][1] + count)
        else:
            joined.append((player, count))
    return ".".join(f"{player[0]}{count}" for player, count in joined)
