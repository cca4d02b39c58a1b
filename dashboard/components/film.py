"""The matrix being born: one sentence's alignment at every checkpoint, as a film."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.charts.colours import COLOURS, DIVERGING, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "The matrix being born",
    "how": (
        "The same sentence at every checkpoint, made to write the same output. Press play and watch the attention find"
        " its place; click a frame and the whole page travels there."
    ),
    "play": "Play",
    "pause": "Pause",
    "scrub": "Frame of the film",
    "step": "Step",
    "error": "AER",
    "matrix": "The alignment matrix of this frame",
    "gold": "the true alignment",
    "film": "The frames: click one to travel there",
    "curve": "Alignment error rate",
    "curve_how": "The share of output tokens that look most at a wrong place: 0 is a perfect alignment.",
}
"""Every word it shows, besides the quantity's own name (message ids of the catalogues)."""

Frame = tuple[int, np.ndarray, float | None]
"""A training step, the alignment (target, source) at it, and its alignment error rate where that is known."""

FILM = Component("film", WORDS)


def film(
    frames: Sequence[Frame],
    source: Sequence[str],
    target: Sequence[str],
    gold: np.ndarray | None = None,
    *,
    key: str,
    current_step: int,
    words: Mapping[str, str] = WORDS,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the film; a click on a frame reports its training step.

    Playing and scrubbing need no rerun. The film goes to `current_step` when that is another than in the last run; else
    it stays where the viewer left it, or at its end if that is where it stood, so that it follows a training.

    Parameters
    ----------
    frames : sequence of (int, ndarray, float or None)
        Training step, alignment of shape (target, source), alignment error rate; at least one, oldest first. All
        alignments are of the same two sentences (teacher forcing).
    source, target : sequence of str
        The tokens of both sentences.
    gold : ndarray, shape (target, source), optional
        The true alignment.
    key : str
        Names this film in the session state, where ``step`` holds the step that was clicked while `on_change` is
        called.
    current_step : int
        The training step that the page shows.
    words : mapping of str to str
        What it says, if not `WORDS`.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    FILM.draw(
        key=key,
        numbers=numbers(_numbers, tuple(frames), tuple(source), tuple(target), gold),
        view={"current": current_step},
        labels=_labels(translate),
        words=words,
        translate=translate,
        on={"step": on_change},
    )


def _labels(translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "quantities": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "colour": COLOURS[name],
            }
            for name in ("alignment", "gold_alignment")
        },
        "diverging": DIVERGING,
    }


def _numbers(frames: Sequence[Frame], source: Sequence[str], target: Sequence[str], gold: np.ndarray | None) -> Facts:
    """``alignment`` (frame, target, source) and, where it is known, ``gold_alignment`` (target, source).

    Raises
    ------
    ValueError
        If there is no frame, or one that is not of these two sentences.
    """
    if not frames:
        raise ValueError("a film has at least one frame")
    shape = (len(target), len(source))
    for step, matrix, _ in frames:
        if matrix.shape != shape:
            raise ValueError(f"the alignment of step {step} has shape {matrix.shape}, the sentences need {shape}")
    facts = {
        "source": list(source),
        "target": list(target),
        "frames": [{"step": step, "error": error} for step, _, error in frames],
    }
    arrays = {"alignment": np.stack([matrix for _, matrix, _ in frames])}
    return facts, arrays if gold is None else arrays | {"gold_alignment": np.asarray(gold)}
