"""Two sentences, word below word, and the hidden state that a network has at the same word of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from core.labs.slot_filling.minimal_pairs import cosine, opposite, states_at
from core.text.words import normalised
from core.trace.schema import tokens_of
from dashboard.charts.colours import DIRECTIONS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers
from dashboard.labs.slot_filling.components.sentence import slots_of

WORDS = {
    "first": "first sentence",
    "second": "second sentence",
    "apart": "how far apart",
    "difference": "difference",
    "cosine": "cosine",
    "layer": "layer {layer}",
    "reads": "reads →",
    "reads_back": "reads ←",
    "alone": "each word alone",
    "identical": "identical",
    "pick": "Compare the states at “{word}”",
}
"""Every word it shows (message ids of the catalogues)."""

MINIMAL_PAIRS = Component("minimal_pairs", WORDS)


def minimal_pairs(
    first: xr.Dataset,
    second: xr.Dataset,
    *,
    key: str,
    at: int | None = None,
    translate: Callable[..., str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw both sentences, how far the states at their common words are apart, and the states at one of these words.

    Parameters
    ----------
    first, second : Dataset
        Of one `core.labs.slot_filling.model.Tagger`, each reading its sentence; they share at least one word.
    key : str
        Names this picture in the session state, where ``column`` holds the word that was clicked.
    at : int, optional
        The column to begin with; by default the first common word that fills a slot.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.

    Raises
    ------
    ValueError
        If the sentences share no word.
    """
    _, common = _columns(first, second)
    if not common:
        raise ValueError("the two sentences share no word")
    MINIMAL_PAIRS.draw(
        key=key,
        numbers=numbers(_numbers, first, second),
        view={"at": at if at in common else _telling(first, second)},
        labels={
            "rows": _rows(first, translate),
            "slots": slots_of(first, translate),
            "symbol": QUANTITIES["hidden_state"].symbol,
            "diverging": DIVERGING,
        },
        translate=translate,
        on={"column": on_change},
    )


def _columns(first: xr.Dataset, second: xr.Dataset) -> tuple[list[tuple[int | None, int | None]], list[int]]:
    """Which words stand opposite each other, and which columns have the same word twice."""
    words = [[normalised(word) for word in tokens_of(trace, "time")] for trace in (first, second)]
    columns, common = opposite(*words), []
    for n, (i, j) in enumerate(columns):
        if i is not None and j is not None and words[0][i] == words[1][j]:
            common.append(n)
    return columns, common


def _cards(first: xr.Dataset, second: xr.Dataset) -> list[list[dict[str, Any] | None]]:
    columns, _ = _columns(first, second)
    return [[_card(trace, column[k]) for k, trace in enumerate((first, second))] for column in columns]


def _telling(first: xr.Dataset, second: xr.Dataset) -> int:
    """The first common word that fills a slot."""
    (_, common), cards = _columns(first, second), _cards(first, second)
    return next((n for n in common if any(card and card["slot"] for card in cards[n])), common[0])


def _numbers(first: xr.Dataset, second: xr.Dataset) -> Facts:
    """``first`` and ``second`` (common word, row, unit), a row for each layer and direction; ``cosine`` (common word,
    row).
    """
    traces = (first, second)
    columns, common = _columns(first, second)
    places = [[columns[n][k] for n in common] for k in (0, 1)]  # neither is None there
    a, b = (
        np.stack([states_at(trace, at) for at in here if at is not None])
        for trace, here in zip(traces, places, strict=True)
    )
    cells = [
        {"cards": pair, "common": common.index(n) if n in common else None}
        for n, pair in enumerate(_cards(first, second))
    ]
    return {"columns": cells}, {"first": a, "second": b, "cosine": cosine(a, b)}


def _card(trace: xr.Dataset, time: int | None) -> dict[str, Any] | None:
    """A word and the number of its likeliest slot; None where there is none."""
    if time is None:
        return None
    p = trace["probability"].isel(time=time).values
    return {"text": tokens_of(trace, "time")[time], "slot": int(p.argmax()), "p": round(float(p.max()), 4)}


def _rows(trace: xr.Dataset, translate: Callable[..., str]) -> list[dict[str, Any]]:
    """What each row of states is: its layer, what that reads, its colour, and whether the slots are computed from
    it.
    """
    layers, directions = trace.sizes["layer"], trace.sizes.get("direction", 1)
    if trace.attrs["cell"] == "none":
        arrows = [translate(WORDS["alone"])]
    else:
        arrows = [translate(WORDS["reads"]), translate(WORDS["reads_back"])][:directions]
    return [
        {
            "layer": translate(WORDS["layer"]).format(layer=layer) if layers > 1 else "",
            "reads": arrow,
            "colour": DIRECTIONS[k],
            "top": layer == layers - 1,
        }
        for layer in range(layers)
        for k, arrow in enumerate(arrows)
    ]
