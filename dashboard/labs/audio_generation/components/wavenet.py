"""A sound being written: the tree of dilations, the samples under it, and what was believed of the next one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from core.labs.audio_generation.listening import heard
from core.sound.utterances import SAMPLE_RATE
from dashboard.charts.colours import BLUE, COLOURS, DIVERGING, ORANGE, QUANTITIES, SKY, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "title": "Sample by sample",
    "how": (
        "The last samples reach the one output through the tree above them; on the right, what it believes comes next."
    ),
    "play": "Write",
    "pause": "Pause",
    "back": "One sample back",
    "forward": "One sample forward",
    "scrub": "Sample of the sound",
    "speed": "Speed",
    "step": "Sample {step} of {steps}",
    "hear": "Hear it",
    "hush": "Be silent",
    "canvas": "The sound, written as far as the player has come: arrow keys move, space writes; drag to move",
    "now": "next sample",
    "belief": "p of the next sample",
    "key_before": "what the network believes",
    "key_after": "after the sliders",
    "key_drawn": "the level that was drawn",
    "key_negative": "z of the unit below 0",
    "key_positive": "above 0",
    "drawn": "Sample {sample} ({time} ms): level {level}, x = {amplitude}; it was given {p} and costs {bits} bits.",
    "drawn_after": (
        "Sample {sample} ({time} ms): level {level}, x = {amplitude}; the network gave it {p} ({bits} bits), the"
        " sliders made {after} of that."
    ),
    "sees": "It depends on samples {from} … {to}, {seen} of them, and on no other.",
    "sees_beginning": "It depends on all {seen} samples before it.",
    "sees_nothing": "Nothing is before it.",
    "point": "Point at a disc of the tree to read it.",
    "node": (
        "Layer {layer}, d = {d}, unit {unit}, {ago} samples earlier: filter tanh = {filter}, gate σ = {gate}, so"
        " z = {z}."
    ),
    "node_before": "Layer {layer}, {ago} samples earlier: before the sound began there is 0 everywhere.",
}
"""Every word it shows (message ids of the catalogues)."""

WAVENET = Component("wavenet", WORDS)


def wavenet(
    trace: xr.Dataset,
    *,
    key: str,
    cursor: int,
    unit: int = 0,
    same: bool = True,
    group: str | None = "wavenet",
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the sound; the session state holds the ``cursor``: the sample on which the player came to rest.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.audio_generation.model.WaveNet.trace`.
    key : str
        Names this picture in the session state.
    cursor : int
        Where the player stands at first.
    unit : int
        The unit of every layer that the tree shows.
    same : bool
        Whether the sliders leave the distribution as it is.
    group : str, optional
        Pictures of one group and length go together.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that coming to rest causes.
    """
    WAVENET.draw(
        key=key,
        numbers=numbers(_numbers, trace, unit, same),
        view={"group": group, "cursor": min(cursor, trace.sizes["time"] - 1)},
        labels={
            "symbols": {"input": QUANTITIES["amplitude"].symbol, "belief": QUANTITIES["probability"].symbol},
            "colours": {
                "sample": COLOURS["amplitude"],
                "before": BLUE,
                "after": ORANGE,
                "drawn": VERMILLION,
                "negative": DIVERGING[0],
                "positive": DIVERGING[1],
            },
            "dark": {"sample": SKY, "before": SKY},
            "diverging": DIVERGING,
        },
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset, unit: int, same: bool) -> Facts:
    """``amplitude``, ``levels`` and ``surprisal`` (time), ``probability`` (time, level), with sliders ``drawn_from``
    alike; ``filter``, ``gate`` and ``gated`` of the unit (layer, time); ``heard``, the sound at another rate.
    """
    x, rate, dilations = trace["amplitude"].values, trace.attrs["rate"], list(trace.attrs["dilations"])
    facts = {
        "rate": rate,
        "depth": trace.sizes["vocabulary"],
        "dilations": dilations,
        "field": 1 + sum(dilations),
        "unit": unit,
        "same": same,
        "heard_rate": SAMPLE_RATE,
    }
    arrays = {
        "amplitude": x,
        "levels": trace["token"].values.astype(np.float32),
        "surprisal": trace["surprisal"].values,
        "probability": trace["probability"].values,
        "heard": heard(x, rate),
    }
    if not same:
        arrays["drawn_from"] = trace["drawn_from"].values
    return facts, arrays | {name: trace[name].values[:, :, unit] for name in ("filter", "gate", "gated")}
