"""Points to drag, the answer that points at them, and every pointing step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr

from core.data.points import Points
from core.labs.pointer_network.config import MOST
from core.labs.pointer_network.geometry import Answer
from core.labs.pointer_network.points import written
from core.trace.schema import tokens_of
from dashboard.charts.colours import COLOURS, GREEN, ORANGE, VERMILLION
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "plane": "Points, and the answer as arrows",
    "plane_how": (
        "Drag a point and the answer follows; click beside the points to add one, twice on a point to take it away."
        " Wide arrows are sure steps; the glow is where the marked step might have pointed."
    ),
    "answer": "the answer",
    "wrong_way": "a wrong step",
    "truth": "the right answer",
    "blend": "the middle of what attention blends",
    "scatter": "New points",
    "add": "Add a point",
    "remove": "Take a point away",
    "undo": "Undo the last change",
    "count": "{count} points",
    "at": "Point {name} at {x}, {y}; arrow keys move it, Delete takes it away",
    "steps": "Every pointing step",
    "steps_how": (
        "A row is a step; its columns are the points, numbered from left to right, and the end ■. A row adds up to 1:"
        " the bars are the marked one."
    ),
    "says": "Step {step}: point {place}, {p}.",
    "ends": "Step {step}: the end ■, {p}.",
    "right": "Right.",
    "follows": "It follows in the right answer, too.",
    "should": "The right answer has point {place} here.",
    "should_end": "The right answer is at its end.",
    "masked": "visited before: the mask hides it",
    "unknown": "the vocabulary has no word for it",
    "play": "Play",
    "pause": "Pause",
    "back": "Previous step",
    "forward": "Next step",
}
"""Every word it shows (message ids of the catalogues)."""

POINTING = Component("pointing", WORDS)


def pointing(
    trace: xr.Dataset,
    points: Points,
    solution: Answer | None,
    config: dict[str, Any],
    *,
    key: str,
    cursor: int,
    translate: Callable[[str], str] = str,
    on_points: Callable[[], None] | None = None,
    on_cursor: Callable[[], None] | None = None,
) -> None:
    """Draw points and answer; the session state holds what the viewer did: ``points``, as text, and ``cursor``.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.pointer_network.model.PointerNetwork.trace` for these points.
    points : Points
        From left to right.
    solution : tuple of int or None
        The right answer without its end, where it is known.
    config : dict
        The knobs of the network.
    key : str
        Names this picture in the session state.
    cursor : int
        The step that is marked at first.
    translate : callable
        Takes an English message to the viewer's language.
    on_points, on_cursor : callable, optional
        Called before the rerun that a moved point, or a chosen step, causes.
    """
    POINTING.draw(
        key=key,
        numbers=numbers(
            _numbers,
            trace,
            points,
            solution,
            config["task"],
            config["architecture"],
            config["mask"],
            config["points"],
        ),
        view={"group": "pointing", "cursor": {"target": cursor}},
        labels={
            "colours": {"answer": COLOURS["pointing"], "wrong": VERMILLION, "truth": ORANGE, "blend": GREEN},
            "most": MOST,
        },
        translate=translate,
        on={"points": on_points, "cursor": on_cursor},
    )


def _numbers(
    trace: xr.Dataset, points: Points, solution: Answer | None, task: str, architecture: str, mask: bool, words: int
) -> Facts:
    """The points, what was ``said`` at each step, and ``pointing`` (target, source); ``score``, where it looks, and
    ``alignment``, where that only blends.
    """
    names = tokens_of(trace, "source")
    facts: dict[str, Any] = {
        "points": [list(point) for point in points],
        "text": written(points),
        "said": [names.index(token) for token in tokens_of(trace, "target")],
        "solution": None if solution is None else list(solution),
        "task": task,
        "mask": mask,
        "points_at": architecture == "pointer",
        "words_known": len(points) if architecture == "pointer" else words,
    }
    arrays: dict[str, np.ndarray] = {
        name: trace[name].transpose("target", "source").values for name in ("pointing", "score") if name in trace
    }
    if architecture == "attention":
        arrays["alignment"] = trace["alignment"].transpose("target", "source").values
    return facts, arrays
