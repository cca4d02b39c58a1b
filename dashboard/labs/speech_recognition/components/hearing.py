"""What the decoder hears: waveform, spectrogram and alignment on one axis of seconds, to look at, to listen to, to play
step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, QUANTITIES
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "What it hears as it writes",
    "how": (
        "Click a token to hear the sound that it attended to. Below, a row is a token: the fuller its colour, the more"
        " of its attention lies on that moment."
    ),
    "output": "Output, token by token",
    "stage": "Waveform, spectrogram and alignment over time",
    "phonemes": "phonemes",
    "words_said": "words",
    "waveform": "waveform",
    "spectrogram": "spectrogram",
    "seconds": "seconds",
    "listen": "Play the sound",
    "silence": "Stop",
    "aloud": "with sound",
    "play": "Play the decoding",
    "pause": "Pause",
    "back": "One token back",
    "forward": "One token on",
    "scrub": "Output token",
    "speed": "Tokens per second",
    "step": "token {step} of {steps}",
    "writes": "writes",
    "hears": "hears",
    "truth": "spoken at",
    "off": "off by",
    "pinned": "pinned",
    "keys": "Arrow keys move from token to token, Enter plays what the token heard, the space bar the whole sound.",
    "legend_attention": "attention",
    "legend_centroid": "centre of attention",
    "legend_gold": "where it is spoken, and its centre",
    "legend_bounds": "phoneme boundary",
}
"""Every word it shows, besides the quantities' own names (message ids of the catalogues)."""

HEARING = Component("hearing", WORDS)


def hearing(
    trace: xr.Dataset,
    sound: str,
    *,
    key: str,
    cursor: Sequence[int | None] = (0, None),
    group: str | None = None,
    wrong: Sequence[bool] = (),
    small: bool = False,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw `trace` over its sound; the session state holds the place that the viewer last pinned, ``{target, source,
    pins}``.

    ``pins`` counts how often the viewer has pinned. The picture goes to `cursor` when that has another target position
    than in the last run; otherwise the viewer's own cursor stays, whatever the numbers do. Following the pointer,
    listening and playing the decoding need no rerun; a click causes one.

    Parameters
    ----------
    trace : Dataset
        Of a listener: ``alignment`` (target, source) and ``probability`` (target, vocabulary), with the coordinates
        ``source_start`` and ``source_end`` (source), ``gold_start`` and ``gold_end`` (target; NaN where unknown), all
        in seconds.
    sound : str
        The name of the utterance, which `dashboard.components.sound.sound` sends.
    key : str
        Names this picture in the session state, where ``cursor`` holds that place.
    cursor : tuple of int
        The target and the source position to begin with; None stands for the source position that is looked at most.
    group : str, optional
        Pictures of one group share their cursor.
    wrong : sequence of bool
        Of each output token, whether it is marked as wrong; none is, where it is left out.
    small : bool
        Whether it is one of several: lower, and without the controls of the decoding.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    HEARING.draw(
        key=key,
        numbers=numbers(_numbers, trace, sound),
        view={
            "group": group,
            "wrong": [bool(mark) for mark in wrong],
            "small": small,
            "cursor": {"target": cursor[0], "source": cursor[1]},
        },
        labels=labels(translate),
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset, sound: str) -> Facts:
    """``alignment`` (target, source), ``written`` (target,), the probability of each token that was written, and
    ``bounds`` (2, source), the seconds at which source positions begin and end.
    """
    alignment = trace["alignment"].transpose("target", "source").values  # (T, S)
    written = _written(trace, tokens_of(trace, "target"))
    return facts(trace, sound), {"alignment": alignment, "written": written, "bounds": bounds(trace)}


def facts(trace: xr.Dataset, sound: str) -> dict[str, Any]:
    """What every picture of hearing says of its trace: sound, tokens, true times and seconds."""
    return {
        "sound": sound,
        "target": tokens_of(trace, "target"),
        "gold": _gold(trace),
        "duration": float(trace.attrs["duration"]),
    }


def labels(translate: Callable[[str], str]) -> dict[str, Any]:
    """The names and colours of its quantities."""
    return {
        "quantities": {
            name: {
                "symbol": QUANTITIES[name].symbol,
                "label": translate(QUANTITIES[name].label),
                "colour": COLOURS[name],
            }
            for name in ("alignment", "gold_alignment", "log_mel")
        }
    }


def bounds(trace: xr.Dataset) -> np.ndarray[Any, Any]:
    """Where source positions begin and end, in seconds: (2, S)."""
    return np.stack([trace["source_start"].values, trace["source_end"].values])


def _gold(trace: xr.Dataset) -> list[list[float] | None]:
    """Where each token is spoken, [start, end] in seconds; None where nobody knows."""
    pairs = zip(trace["gold_start"].values, trace["gold_end"].values, strict=True)
    return [[float(start), float(end)] if start == start else None for start, end in pairs]


def _written(trace: xr.Dataset, tokens: list[str]) -> np.ndarray[Any, Any]:
    p = trace["probability"].transpose("target", "vocabulary").values  # (T, V)
    number = {word: n for n, word in enumerate(tokens_of(trace, "vocabulary"))}
    return p[np.arange(len(tokens)), [number[token] for token in tokens]]  # (T,)
