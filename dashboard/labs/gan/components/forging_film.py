"""What was forged at every checkpoint of a training, as a film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from core.labs.gan.model import REACH
from dashboard.charts.colours import COLOURS, DIVERGING
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "The forger learning",
    "how": (
        "The same noise at every checkpoint. Press play, or scrub; point at a frame to see it large, click it and the"
        " whole page travels there."
    ),
    "play": "Play",
    "pause": "Pause",
    "scrub": "Frame of the film",
    "step": "Step",
}
"""Every word it shows (message ids of the catalogues)."""

FORGING_FILM = Component("forging_film", WORDS)


@dataclass(frozen=True)
class ForgedFrame:
    """One frame.

    Attributes
    ----------
    step : int
        Of the training.
    trace : Dataset
        Of `core.labs.gan.model.Gan.trace`, with real examples.
    judged : dict
        What is known of each sample (see `core.labs.gan.data.World.judge`).
    told : str
        What is said of it, translated.
    """

    step: int
    trace: xr.Dataset
    judged: dict[str, list[Any]]
    told: str


def forging_film(
    frames: Sequence[ForgedFrame],
    *,
    key: str,
    current_step: int,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the film; a click on a frame reports its ``step``.

    Parameters
    ----------
    frames : sequence of ForgedFrame
        Of one run, oldest first; at least one.
    key : str
        Names this film in the session state.
    current_step : int
        The training step that the page shows.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    FORGING_FILM.draw(
        key=key,
        numbers=numbers(
            _numbers,
            [frame.step for frame in frames],
            [frame.trace for frame in frames],
            [frame.judged for frame in frames],
        ),
        view={"current": current_step},
        labels={
            "told": [frame.told for frame in frames],
            "colours": {name: COLOURS[name] for name in ("real", "forged")},
            "diverging": DIVERGING,
        },
        translate=translate,
        on={"step": on_change},
    )


def _numbers(steps: list[int], traces: list[xr.Dataset], judged: list[dict[str, list[Any]]]) -> Facts:
    """``forged`` (frame, sample, …); of the plane ``surface`` (frame, row, column) and ``real`` (example, axis)."""
    world = traces[0].attrs["world"]
    facts: dict[str, Any] = {"steps": steps, "world": world, "reach": REACH, "middle": [], "spelt": [], "valid": []}
    if world == "words":
        return facts | {name: [one[name] for one in judged] for name in ("spelt", "valid")}, {}
    arrays = {"forged": np.stack([trace["forged"].values for trace in traces])}
    if world != "digits":
        detective = traces[0].attrs["loss"].startswith("js")
        facts["middle"] = [0.0 if detective else _middle(trace) for trace in traces]
        arrays["surface"] = np.stack([trace["surface"].values for trace in traces])
        arrays["real"] = traces[0]["real"].values
    return facts, arrays


def _middle(trace: xr.Dataset) -> float:
    """The score midway between real and forged examples."""
    return float((trace["critic"].mean() + trace["critic_real"].mean()) / 2)
