"""The text on the colour of its connectivity: how much each character matters to what comes after the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "label": "The text; the fuller a character’s colour, the more it matters to the token after the cursor",
    "told": (
        "Predicting “{target}” after character {step} (p = {p}). The last {half} characters hold half of the"
        " connectivity; the strongest influence is “{token}”, {back} characters back."
    ),
    "told_here": (
        "Predicting “{target}” after character {step} (p = {p}). The last {half} characters hold half of the"
        " connectivity; the strongest influence is the character just read, “{token}”."
    ),
    "outside": "The cursor stands before the stretch that was measured.",
}
"""What it says (message ids of the catalogues)."""

CONNECTIVITY = Component("connectivity", WORDS, room=12)


def connected_text(
    tokens: Sequence[str],
    norms: np.ndarray,
    targets: Sequence[str],
    p: np.ndarray,
    *,
    key: str,
    begin: int,
    at: dict[str, int],
    group: str,
    translate: Callable[[str], str],
    on_change: Callable[[], None],
) -> None:
    """Draw a text whose colours follow the cursor that it shares with the microscope.

    Parameters
    ----------
    tokens : sequence of str
        The T tokens that were measured.
    norms : ndarray, shape (T, T)
        ``norms[t, s]``: how much token s matters after token t, at least 0, and 0 for s > t.
    targets : sequence of str
        The token that is asked for after each step.
    p : ndarray, shape (T,)
        Its probability there.
    key : str
        Names it in the session state, where ``time`` holds the step on which the viewer clicked.
    begin : int
        The step of the first token in the text under the microscope.
    at : dict
        Where the cursor stands: ``time``, ``layer``, ``unit``.
    group : str
        Microscopes of this group share its cursor.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable
        Called before the rerun that a click causes.
    """
    CONNECTIVITY.draw(
        key=key,
        numbers=numbers(_numbers, tuple(tokens), norms, tuple(targets), p),
        view={"begin": begin, "at": at, "group": group},
        labels={"colour": COLOURS["probability"]},
        translate=translate,
        on={"time": on_change},
    )


def _numbers(tokens: Sequence[str], norms: np.ndarray, targets: Sequence[str], p: np.ndarray) -> Facts:
    """``norms`` (T, T), as a share of the greatest in their row, and ``p`` (T,).

    Raises
    ------
    ValueError
        If the sizes do not agree.
    """
    T = len(tokens)
    if norms.shape != (T, T) or len(targets) != T or p.shape != (T,):
        raise ValueError(
            f"{T} tokens need {T} × {T} norms and {T} targets, found {norms.shape}, {len(targets)}, {p.shape}"
        )
    facts = {"tokens": list(tokens), "targets": list(targets)}
    return facts, {"norms": norms / np.maximum(norms.max(1, keepdims=True), 1e-30), "p": p}
