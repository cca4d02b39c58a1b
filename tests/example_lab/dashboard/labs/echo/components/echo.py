"""What was heard and, below it, what was said: two rows of symbols on one cursor."""

from __future__ import annotations

from collections.abc import Callable

import xarray as xr

from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "heard": "heard",
    "said": "said",
    "first": "At the first step nothing has been heard before.",
    "told": "Step {step}: before came {right}; the network says {said}, with probability {p}.",
}
"""What it says (message ids of the catalogues)."""

ECHO = Component("echo", WORDS, room=9)


def echo(
    trace: xr.Dataset, *, key: str, cursor: int, translate: Callable[[str], str] = str, on_change: Callable[[], None]
) -> None:
    """Draw the symbols of a trace, and what the network took for the one before, as full as it was sure.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.echo.model.EchoNetwork.trace`.
    key : str
        Names it in the session state, where ``cursor`` holds the place on which the viewer clicked.
    cursor : int
        The step at which it begins.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable
        Called before the rerun that a click causes.
    """
    ECHO.draw(
        key=key,
        numbers=numbers(_numbers, trace),
        view={"at": {"time": cursor}, "group": "echo"},
        labels={"colour": COLOURS["probability"]},
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset) -> Facts:
    """The ``tokens``, what was ``said`` at each, and its probability ``p`` (time,)."""
    p = trace["probability"].transpose("time", "vocabulary").values  # (T, K)
    words = tokens_of(trace, "vocabulary")
    return {"tokens": tokens_of(trace, "time"), "said": [words[k] for k in p.argmax(1)]}, {"p": p.max(1)}
