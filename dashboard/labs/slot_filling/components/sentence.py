"""A sentence as a strip of words, coloured by the slots that a network puts them into, with its probabilities as
bars.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import SLOT_COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "other": "other",
    "departure": "departure",
    "destination": "destination",
    "departure_time": "departure time",
    "arrival_time": "arrival time",
    "unknown": "The network does not know this word: it reads ⟨unk⟩ in its place.",
}
"""What the slots are called, and what is said of a new word (message ids of the catalogues)."""

SENTENCE = Component("sentence")


def sentence(
    trace: xr.Dataset,
    variable: str = "probability",
    *,
    key: str,
    translate: Callable[[str], str] = str,
    legend: bool = True,
    small: bool = False,
    **at: int,
) -> None:
    """Draw the words of a trace and the distribution over slots at each.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.slot_filling.model.Tagger.trace`.
    variable : str
        Which distribution: ``probability``, or ``one_sided`` with a ``direction`` in `at`.
    key : str
        The component's key.
    translate : callable
        Takes an English message to the viewer's language.
    legend : bool
        Whether the slots are named above.
    small : bool
        Whether the cards are half as large.
    **at : int
        Where to stand on the other dimensions of the variable.
    """
    SENTENCE.draw(
        key=key,
        numbers=numbers(_numbers, trace, variable, at),
        view={"legend": legend, "small": small},
        labels={"slots": slots_of(trace, translate), "unknown": translate(WORDS["unknown"])},
    )


def _numbers(trace: xr.Dataset, variable: str, at: dict[str, int]) -> Facts:
    """No arrays: a few probabilities of each token, as JSON."""
    p = trace[variable].isel(at).transpose("time", "vocabulary").values.round(4).tolist()  # (T, K)
    tokens = zip(tokens_of(trace, "time"), trace["known"].values.tolist(), p, strict=True)
    return {"tokens": [{"text": text, "known": known, "p": row} for text, known, row in tokens]}, {}


def slots_of(trace: xr.Dataset, translate: Callable[[str], str]) -> list[dict[str, Any]]:
    """Name and colour of each slot, in the order of the probabilities; ``plain`` marks the one that is no slot."""
    return [
        {"label": translate(WORDS[slot]), "colour": SLOT_COLOURS[slot], "plain": slot == "other"}
        for slot in tokens_of(trace, "vocabulary")
    ]
