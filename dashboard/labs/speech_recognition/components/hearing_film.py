"""The alignment being born: what a listener attended to at every checkpoint, over one sound, as a film."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr

from dashboard.components.film import FILM
from dashboard.components.numbers import Facts, numbers
from dashboard.labs.speech_recognition.components.hearing import bounds, facts, labels

WORDS = {
    "title": "The alignment being born",
    "how": (
        "The same sound at every checkpoint, the network made to write what is said. Press play and watch attention"
        " find its way through time."
    ),
    "stage": "Waveform, spectrogram and alignment over time",
    "phonemes": "phonemes",
    "words_said": "words",
    "waveform": "waveform",
    "spectrogram": "spectrogram",
    "seconds": "seconds",
    "play": "Play",
    "pause": "Pause",
    "back": "One checkpoint back",
    "forward": "One checkpoint on",
    "scrub": "Checkpoint",
    "speed": "Checkpoints per second",
    "step": "checkpoint {step} of {steps}",
    "training_step": "training step",
    "off": "mean timing error",
    "legend_attention": "attention",
    "legend_centroid": "centre of attention",
    "legend_gold": "where it is spoken, and its centre",
    "legend_bounds": "phoneme boundary",
}
"""Every word it shows (message ids of the catalogues)."""

Frame = tuple[int, xr.Dataset, float | None]
"""A training step, the trace of the listener at it, and how far its attention is off in ms, where that is known."""


def hearing_film(
    frames: Sequence[Frame], sound: str, *, key: str, current_step: int, translate: Callable[[str], str] = str
) -> None:
    """Draw the film; playing it needs no rerun.

    Parameters
    ----------
    frames : sequence of (int, Dataset, float or None)
        Training step, trace and distance, oldest first; all of one utterance and of one output (teacher forcing).
    sound : str
        The name of the utterance, which `dashboard.components.sound.sound` sends.
    key : str
        Names this film in the session state.
    current_step : int
        The training step that the page shows, on which it opens.
    translate : callable
        Takes an English message to the viewer's language.
    """
    steps = [step for step, _, _ in frames]
    nearest = min(range(len(steps)), key=lambda n: abs(steps[n] - current_step)) if steps else 0
    FILM.draw(
        key=key,
        numbers=numbers(_numbers, tuple(frames), sound),
        view={"small": False, "current": nearest},
        labels=labels(translate),
        words=WORDS,
        translate=translate,
    )


def _numbers(frames: Sequence[Frame], sound: str) -> Facts:
    """``film`` (frame, target, source) and ``bounds`` (2, source).

    Raises
    ------
    ValueError
        If there is no frame, or one of another output or another sound.
    """
    if not frames:
        raise ValueError("a film has at least one frame")
    matrices = [trace["alignment"].transpose("target", "source").values for _, trace, _ in frames]
    for (step, _, _), matrix in zip(frames, matrices, strict=True):
        if matrix.shape != matrices[0].shape:
            raise ValueError(
                f"the alignment of step {step} has shape {matrix.shape}, that of the first {matrices[0].shape}"
            )
    points = [{"step": step, "off": off} for step, _, off in frames]
    return {**facts(frames[0][1], sound), "frames": points}, {
        "film": np.stack(matrices),
        "bounds": bounds(frames[0][1]),
    }
