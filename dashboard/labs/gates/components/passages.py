"""Passages: pieces of text, each character on the colour of a number; to read, to brush a stretch of, or to choose
from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.charts.colours import DIVERGING
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

PASSAGES = Component("passages", room=6)


@dataclass(frozen=True, eq=False)
class Passage:
    """A piece of text with a number at each of its T tokens.

    Attributes
    ----------
    tokens : sequence of str
        The text.
    values : ndarray, shape (T,)
        What colours it.
    marks : ndarray of bool, shape (T,), optional
        What is underlined.
    match : tuple of int, optional
        The stretch [begin, end) for which it is shown; passages of a list are aligned at its beginning.
    label : str
        What stands before it.
    """

    tokens: Sequence[str]
    values: np.ndarray
    marks: np.ndarray | None = None
    match: tuple[int, int] | None = None
    label: str = ""


@dataclass(frozen=True)
class Scale:
    """How numbers become colours: from the background at `low` to `colour` at `high`, or, without a colour, both ways
    from 0 to ±`high`.
    """

    high: float
    low: float = 0.0
    colour: str | None = None


def show(passages: Sequence[Passage], scale: Scale, *, key: str) -> None:
    """Draw passages one below the other, to be read."""
    PASSAGES.draw(key=key, numbers=numbers(_numbers, tuple(passages)), view=_view(passages, scale, "show"))


def brush(
    passage: Passage, scale: Scale, stretch: tuple[int, int], label: str, *, key: str, on_change: Callable[[], None]
) -> None:
    """Draw one passage of which a `stretch` is chosen: by dragging over it, or with the arrow keys.

    Parameters
    ----------
    passage : Passage
        The text.
    scale : Scale
        Of its colours.
    stretch : tuple of int
        The tokens [begin, end) that are chosen now.
    label : str
        What it is for, to those who cannot see it.
    key : str
        Names it in the session state, where ``brush`` holds ``{from, to}`` once the viewer chose.
    on_change : callable
        Called before the rerun that a new choice causes.
    """
    PASSAGES.draw(
        key=key,
        numbers=numbers(_numbers, (passage,)),
        view=_view([passage], scale, "brush") | {"brush": stretch},
        labels={"words": {"brush": label}},
        on={"brush": on_change},
    )


def choose(passages: Sequence[Passage], scale: Scale, *, key: str) -> int | None:
    """Draw passages as a list, aligned at their matches; return the number of the one that was clicked, or None."""
    reported = PASSAGES.draw(
        key=key,
        numbers=numbers(_numbers, tuple(passages)),
        view=_view(passages, scale, "choose"),
        on={"chosen": None},
    )
    chosen = reported.get("chosen")
    return chosen if chosen is not None and chosen < len(passages) else None


def _view(passages: Sequence[Passage], scale: Scale, mode: str) -> dict[str, Any]:
    negative, positive = DIVERGING if scale.colour is None else (None, scale.colour)
    begins = [passage.match[0] for passage in passages if passage.match]
    return {
        "mode": mode,
        "align": max(begins, default=0) if mode == "choose" else None,
        "scale": {"low": scale.low, "high": scale.high, "colour": positive, "negative": negative},
    }


def _numbers(passages: Sequence[Passage]) -> Facts:
    """No arrays: three digits of each number, as JSON.

    Raises
    ------
    ValueError
        If a passage has not one number per token.
    """
    for passage in passages:
        if len(passage.tokens) != len(passage.values):
            raise ValueError(f"a passage of {len(passage.tokens)} tokens has {len(passage.values)} numbers")
    rows = [
        {
            "label": passage.label,
            "tokens": list(passage.tokens),
            "values": np.round(np.asarray(passage.values, dtype=np.float64), 3).tolist(),
            "marks": None if passage.marks is None else np.asarray(passage.marks, dtype=int).tolist(),
            "match": passage.match,
        }
        for passage in passages
    ]
    return {"rows": rows}, {}
