"""The unrolled network: a copy of the cell for each step, states flowing right, the error of one step flowing back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dashboard.charts.colours import COLOURS, GREEN, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

if TYPE_CHECKING:
    from core.nn.unrolled import Unrolled

WORDS = {
    "title": "The network, unrolled",
    "how": (
        "One copy of the cell for each step, all with the same weights W. Point at a copy, or use the arrow keys: its"
        " error flows back through all copies before it. The thicker and fuller an arrow, the longer the gradient."
    ),
    "label": "The step whose error flows back",
    "play": "Play: first forwards, then back",
    "target": "target",
    "error": "loss",
    "back": "gradient",
    "cells": "state",
    "input": "input",
    "share": "share of W",
    "hidden": "‖∂L/∂hₜ‖, the gradient in front of each copy (each line a factor of 100)",
    "memory": "‖∂L/∂cₜ‖, the same along the cell state",
    "shares": "what each copy adds to the gradient of the shared weights",
    "told": (
        "Step {step}: L = {loss}, for “{target}”. The gradient is {here} in front of its copy and {there} in front of"
        " copy {first}, {times}. Half of what the shared weights learn from this error comes from the last copies,"
        " {half} of {copies}."
    ),
    "told_one": "Step {step}: L = {loss}, for “{target}”. There is no copy before this one: its error goes no further.",
    "certain": "Step {step}: the network is sure of “{target}”, L = {loss}: there is no error to flow back.",
    "smaller": "{factor} times smaller",
    "larger": "{factor} times larger",
    "alike": "as long as before",
    "gone": "nothing that a number here can hold",
    "cut": "The {begin} steps before these were read too; no gradient reaches them here.",
}
"""Every word it shows (message ids of the catalogues)."""

UNROLLED = Component("unrolled", WORDS, room=30)


def unrolled_network(
    network: Unrolled,
    tokens: Sequence[str],
    targets: Sequence[str],
    *,
    key: str,
    step: int | None,
    group: str | None = "unrolled",
    translate: Callable[[str], str],
    on_change: Callable[[], None],
) -> None:
    """Draw the copies; which error flows back is chosen in the browser.

    Parameters
    ----------
    network : Unrolled
        Of K copies.
    tokens : sequence of str
        What each copy reads, K of them.
    targets : sequence of str
        What each copy's loss is of.
    key : str
        Names it in the session state, where ``step`` holds the step that the viewer clicked.
    step : int or None
        The step whose error flows back, counted from 0 at the beginning of the sequence; the last where it is None.
    group : str, optional
        Pictures of one group point at the same step; one that has no copy of it stays where it is.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable
        Called before the rerun that a click causes.
    """
    colours = {"hidden": COLOURS["hidden_state"], "error": VERMILLION, "memory": COLOURS["cell_state"], "share": GREEN}
    UNROLLED.draw(
        key=key,
        numbers=numbers(_numbers, network, tuple(tokens), tuple(targets)),
        view={"step": step, "group": group},
        labels={"colours": colours},
        translate=translate,
        on={"step": on_change},
    )


def _numbers(network: Unrolled, tokens: Sequence[str], targets: Sequence[str]) -> Facts:
    """``gradients`` and ``memory`` (K, K; the latter only of a cell with a second state), ``shares`` (K, K), ``losses``
    and ``states`` (K,).

    Raises
    ------
    ValueError
        If there is not one token and one target for each copy.
    """
    K = len(network.losses)
    if len(tokens) != K or len(targets) != K:
        raise ValueError(f"{K} copies need {K} tokens and {K} targets, found {len(tokens)} and {len(targets)}")
    names = list(network.states)
    arrays = {
        "gradients": network.gradients[names[0]],
        "states": network.states[names[0]],
        "shares": network.shares,
        "losses": network.losses,
    }
    if "cell_state" in names:
        arrays["memory"] = network.gradients["cell_state"]
    facts = {"tokens": list(tokens), "targets": list(targets), "begin": network.begin}
    return facts, {name: np.asarray(values, np.float32) for name, values in arrays.items()}
