"""The plane of codes at every checkpoint of a training, as a film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers
from dashboard.labs.autoencoders.components.latent import CLASSES

WORDS = {
    "title": "The plane taking shape",
    "how": (
        "The codes of the held-out pictures at every checkpoint, over what the decoder makes of the plane then. Press"
        " play, or scrub."
    ),
    "play": "Play",
    "pause": "Pause",
    "back": "One frame back",
    "forward": "One frame on",
    "scrub": "Frame of the film",
    "speed": "Speed",
    "step": "frame {step} of {steps}",
    "moment": "Step {step}",
    "travel": "Take the whole page to this step",
}
"""Every word it shows (message ids of the catalogues)."""

LATENT_FILM = Component("latent_film", WORDS, room=36)


@dataclass(frozen=True, eq=False)
class LatentFrame:
    """One frame.

    Attributes
    ----------
    step : int
        Of the training.
    seen : ndarray, shape (N, 2)
        Where the codes are in the plane, which is the same in all frames.
    sheet : ndarray, shape (S², height, width)
        The plane, decoded, from the lower left, row by row.
    told : str
        What is said of it, translated.
    """

    step: int
    seen: np.ndarray
    sheet: np.ndarray
    told: str


def latent_film(
    frames: Sequence[LatentFrame],
    classes: np.ndarray,
    names: Sequence[str],
    reach: float,
    *,
    key: str,
    current_step: int,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the film; a button under a frame reports its ``step``.

    Parameters
    ----------
    frames : sequence of LatentFrame
        Of one run, oldest first; at least one.
    classes : ndarray of int, shape (N,)
        Of the pictures whose codes are seen.
    names : sequence of str
        Of the classes, translated.
    reach : float
        How far the plane goes to each side.
    key : str
        Names this film in the session state.
    current_step : int
        The training step that the page shows.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that the button causes.
    """
    steps, seen, sheets = ([getattr(frame, name) for frame in frames] for name in ("step", "seen", "sheet"))
    LATENT_FILM.draw(
        key=key,
        numbers=numbers(_numbers, steps, np.stack(seen), np.stack(sheets), classes, reach),
        view={"current": current_step},
        labels={"told": [frame.told for frame in frames], "names": list(names), "colours": CLASSES},
        translate=translate,
        on={"step": on_change},
    )


def _numbers(steps: list[int], seen: np.ndarray, sheets: np.ndarray, classes: np.ndarray, reach: float) -> Facts:
    """``seen`` (frame, picture, axis) and ``sheets`` (frame, place, row, column)."""
    return {"steps": steps, "classes": classes.tolist(), "reach": reach}, {"seen": seen, "sheets": sheets}
