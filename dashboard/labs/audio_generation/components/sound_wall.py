"""Sounds side by side, each to be heard, with its wave, its spectrum and what was measured in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.labs.audio_generation.listening import heard
from core.labs.audio_generation.measures import spectrum
from core.sound.utterances import SAMPLE_RATE
from dashboard.charts.colours import COLOURS, GREEN, ORANGE, SKY, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "hear": "Hear it",
    "hush": "Be silent",
    "travel": "Go there",
    "wave": "The loudest 60 ms of the sound",
    "spectrum": "How loud each band of its spectrum is",
}
"""Every word that all walls show (message ids of the catalogues); title and how are the caller's."""

SOUND_WALL = Component("sound_wall", WORDS)

SHOWN = 0.06
"""Seconds of a wave that are drawn: the loudest ones."""


@dataclass(frozen=True, eq=False)
class SoundCard:
    """One sound of a wall.

    Attributes
    ----------
    name, told : str
        Above it and under it, already translated.
    samples : ndarray, shape (N,)
        All of a wall are of one length.
    right : bool or None
        Whether it is what was asked for; None where that is no question.
    step : int or None
        A training step that a click travels to.
    """

    name: str
    told: str
    samples: np.ndarray
    right: bool | None = None
    step: int | None = None


def sound_wall(
    sounds: Sequence[SoundCard],
    rate: int,
    *,
    key: str,
    title: str,
    how: str,
    current: int | None = None,
    translate: Callable[[str], str] = str,
    on_step: Callable[[], None] | None = None,
) -> None:
    """Draw the wall; a click on “Go there” reports the ``step`` of a sound.

    Parameters
    ----------
    sounds : sequence of SoundCard
        At least one.
    rate : int
        Samples a second.
    key : str
        Names the wall in the session state.
    title, how : str
        Already translated.
    current : int, optional
        The training step in view.
    translate : callable
        Takes an English message to the viewer's language.
    on_step : callable, optional
        Called before the rerun that a click causes.
    """
    SOUND_WALL.draw(
        key=key,
        numbers=numbers(_numbers, np.stack([sound.samples for sound in sounds]), rate),
        view={"current": current},
        labels={
            "words": {name: translate(text) for name, text in WORDS.items()} | {"title": title, "how": how},
            "sounds": [{"name": one.name, "told": one.told, "right": one.right, "step": one.step} for one in sounds],
            "colours": {"sample": COLOURS["amplitude"], "spectrum": ORANGE, "right": GREEN, "wrong": VERMILLION},
            "dark": {"sample": SKY},
        },
        words={},
        translate=translate,
        on={"step": on_step},
    )


def _numbers(samples: np.ndarray, rate: int) -> Facts:
    """``wave`` (sound, time), the loudest `SHOWN` seconds; ``spectrum`` (sound, band) in decibels; ``heard`` (sound,
    time), all of it at another rate.
    """
    arrays = {
        "wave": np.stack([_loudest(x, max(2, int(SHOWN * rate))) for x in samples]),
        "spectrum": np.stack([spectrum(x[len(x) // 4 :]) for x in samples]),
        "heard": np.stack([heard(x, rate) for x in samples]),
    }
    return {"heard_rate": SAMPLE_RATE}, arrays


def _loudest(x: np.ndarray, count: int) -> np.ndarray:
    """The stretch (count,) of a sound (N,), N at least count, that has the greatest power."""
    power = np.concatenate(([0.0], np.cumsum(np.square(x, dtype=np.float64))))  # (N + 1,)
    start = int((power[count:] - power[:-count]).argmax())
    return x[start : start + count]
