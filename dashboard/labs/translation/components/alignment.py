"""Where the decoder looks: ribbons, the alignment matrix, and what it could have written, drawn on one cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

LIKELY = 8
"""How many candidates for the next token are drawn."""

WORDS = {
    "source": "Source",
    "target": "Output",
    "pinned": "pinned",
    "writes": "writes",
    "looks": "looks at",
    "ribbons_title": "Where each output token looks",
    "ribbons_how": (
        "A ribbon is as wide as the share of attention it carries; the ribbons of one output token add up to 1. Point"
        " at a token to follow its ribbons; click pins it, the arrow keys move it."
    ),
    "ribbons_how_free": (
        "A ribbon is as wide as its weight’s part of all sizes; red ones carry positive weights, blue ones negative"
        " ones, and Σ α is what they add up to. Point at a token to follow its ribbons; click pins it, the arrow"
        " keys move it."
    ),
    "ribbons_none": (
        "This network has no attention: one vector is all that the decoder learns of the source, so there is no"
        " alignment to draw."
    ),
    "ribbons_none_how": (
        "Point at an output token to see what else could have been written there; click pins it, the arrow keys"
        " move it."
    ),
    "matrix_title": "The alignment matrix",
    "matrix_how": (
        "A row is an output token, a column a source token. The fuller the colour, the more of that row's attention"
        " lies there; every row adds up to 1."
    ),
    "matrix_how_free": (
        "A row is an output token, a column a source token. Red weights are positive, blue ones negative: without a"
        " softmax they are the scores themselves, of any size and sum."
    ),
    "matrix_gold": "the true alignment",
    "bars_title": "What could be written here?",
    "bars_how": "The likeliest tokens at this step. The frame is around the one that was written.",
    "numbers_title": "The numbers of this step",
    "numbers_how": (
        "A score says how well the decoder's state matches a source position; the softmax of all scores is the"
        " alignment, so its column adds up to 1."
    ),
    "numbers_how_free": (
        "A score says how well the decoder's state matches a source position; without a softmax it is the weight"
        " itself, and the column adds up to whatever it does."
    ),
    "numbers_share": "The alignment of this step: its column adds up to 1.",
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

ALIGNMENT = Component("alignment", WORDS)

FREE = "_free"
"""How the name of a sentence ends that stands in for another where the weights of a token are no shares."""


def alignment(
    trace: xr.Dataset,
    *,
    key: str,
    cursor: Sequence[int | None] = (0, None),
    group: str | None = None,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw `trace`; the session state holds the place that the viewer last pinned, ``{target, source, pins}``.

    ``pins`` counts how often the viewer has pinned. The picture goes to `cursor` when that has another target position
    than in the last run; otherwise the viewer's own cursor stays, whatever the numbers do. Following the pointer needs
    no rerun; a click causes one.

    Parameters
    ----------
    trace : Dataset
        ``probability`` (target, vocabulary) and, with attention, ``alignment`` and ``score`` (target, source);
        ``gold_alignment`` (target, source) where it is known.
    key : str
        Names this picture in the session state, where ``cursor`` holds that place.
    cursor : tuple of int
        The target and the source position to begin with; None stands for the source position that is looked at most.
    group : str, optional
        Pictures of one group share their cursor.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    ALIGNMENT.draw(
        key=key,
        numbers=numbers(_numbers, trace),
        view={"group": group, "cursor": {"target": cursor[0], "source": cursor[1]}},
        labels=_labels(translate),
        words=words_for(bool(trace.attrs.get("normalised", 1))),
        translate=translate,
        on={"cursor": on_change},
    )


def words_for(normalised: bool) -> dict[str, str]:
    """What is said of weights that are shares, or of weights of any sign and sum."""
    named = {name: words for name, words in WORDS.items() if not name.endswith(FREE)}
    return (
        named if normalised else named | {name.removesuffix(FREE): WORDS[name] for name in WORDS if name not in named}
    )


def _labels(translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "quantities": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "colour": COLOURS[name],
            }
            for name in ("alignment", "score", "gold_alignment", "probability")
        },
        "diverging": DIVERGING,
    }


def _numbers(trace: xr.Dataset) -> Facts:
    """``alignment``, ``score`` and ``gold_alignment`` (target, source), each if the trace has it.

    Of ``probability`` only the likeliest go: ``likely`` (target, rank), whose tokens the facts have under the same
    name, and ``written`` (target,), the probability of the token that was written.
    """
    likely, probabilities = _candidates(trace)
    facts = {
        "source": tokens_of(trace, "source"),
        "target": tokens_of(trace, "target"),
        "likely": likely,
        "normalised": bool(trace.attrs.get("normalised", 1)),
    }
    pairs = [name for name in ("alignment", "score", "gold_alignment") if name in trace]
    return facts, {name: trace[name].transpose("target", "source").values for name in pairs} | probabilities


def _candidates(trace: xr.Dataset) -> tuple[list[list[str]], dict[str, np.ndarray]]:
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    words = tokens_of(trace, "vocabulary")
    order = np.argsort(-p, axis=1, kind="stable")[:, :LIKELY]  # (T, 8)
    number = {word: n for n, word in enumerate(words)}
    written = [number[token] for token in tokens_of(trace, "target")]  # (T,)
    probabilities = {"likely": np.take_along_axis(p, order, axis=1), "written": p[np.arange(len(p)), written]}
    return [[words[n] for n in row] for row in order], probabilities
