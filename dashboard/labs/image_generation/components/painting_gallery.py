"""Groups of pictures that are painted at the same time under one player: networks, completions, orders of painting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Any

import numpy as np

from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "play": "Play",
    "pause": "Pause",
    "back": "One step back",
    "forward": "One step forward",
    "scrub": "Step of the painting",
    "speed": "Speed",
    "step": "Step {step} of {steps}",
}
"""Every word it shows besides what it is handed (message ids of the catalogues)."""

DIFFERS, CHANGED = 1, 2
"""What a mark says of a pixel: another level than in the original; the one that a person changed."""

PAINTING_GALLERY = Component("painting_gallery", WORDS)


@dataclass(frozen=True, eq=False)
class Group:
    """Pictures that belong together.

    Attributes
    ----------
    title : str
        What stands above them.
    pictures : ndarray of int, shape (K, height, width)
        Levels.
    notes : tuple of str
        Facts under the title.
    names : tuple of str
        What stands under each picture; nothing by default.
    given : ndarray of bool, shape (height, width), optional
        Pixels that are there before the first step; none by default.
    moments : ndarray of int, shape (height, width), optional
        The step at which each pixel comes; row after row, one a step, by default.
    marks : ndarray of int, shape (K, height, width), optional
        Pixels with a ring: `DIFFERS`, `CHANGED`, else 0.
    columns : int
        How many pictures stand in a row; 0 lays them as a square.
    """

    title: str
    pictures: np.ndarray
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    given: np.ndarray | None = None
    moments: np.ndarray | None = None
    marks: np.ndarray | None = None
    columns: int = 0


def gallery(
    groups: Sequence[Group],
    palette: np.ndarray,
    *,
    key: str,
    lit: str | None = None,
    step: int | None = None,
    on_click: Callable[[], None] | None = None,
    translate: Callable[..., str] = str,
) -> None:
    """Draw the groups side by side and their player; it stands at the end, everything painted, until it is moved.

    Parameters
    ----------
    groups : sequence of Group
        At least one picture in all, each of the same size.
    palette : ndarray, shape (L, 3)
        The colour of each level, 0 … 255.
    key : str
        Names this picture in the session state, where ``pixel`` holds the pixel that was clicked while `on_click` is
        called.
    lit : str, optional
        The colour that the pixels of the present step have instead of their own.
    step : int, optional
        Where it stands at first instead.
    on_click : callable, optional
        Called before the rerun that a click on a pixel causes; without it a click does nothing.
    translate : callable
        Takes an English message to the viewer's language.
    """
    PAINTING_GALLERY.draw(
        key=key,
        numbers=numbers(_numbers, tuple(replace(group, title="", notes=(), names=()) for group in groups), palette),
        view={"lit": lit, "step": step, "clickable": on_click is not None},
        labels={"groups": [_described(group) for group in groups]},
        translate=translate,
        on={"pixel": on_click},
    )


def _described(group: Group) -> dict[str, Any]:
    return {
        "title": group.title,
        "notes": list(group.notes),
        "names": list(group.names or ("",) * len(group.pictures)),
        "columns": group.columns or ceil(sqrt(len(group.pictures))),
    }


def _numbers(groups: Sequence[Group], palette: np.ndarray) -> Facts:
    """``pictures``, ``given``, ``moments``, ``marks`` (picture, pixel).

    Raises
    ------
    ValueError
        If there is no picture, or one of another size.
    """
    sizes = {group.pictures.shape[1:] for group in groups if len(group.pictures)}
    if len(sizes) != 1:
        raise ValueError(f"pictures of one size are needed, these have {sorted(sizes)}")
    height, width = sizes.pop()
    arrays = {
        name: np.concatenate([_laid(group)[name] for group in groups])
        for name in ("pictures", "given", "moments", "marks")
    }
    facts = {
        "size": {"height": height, "width": width},
        "steps": int(arrays["moments"].max()) + 1,
        "palette": np.asarray(palette).tolist(),
    }
    return facts, arrays


def _laid(group: Group) -> dict[str, np.ndarray]:
    """The arrays of a group, (K, N) each, what is left out filled in."""
    K, height, width = group.pictures.shape
    given = np.zeros((height, width)) if group.given is None else group.given
    moments = np.arange(height * width) if group.moments is None else group.moments
    marks = np.zeros((K, height, width)) if group.marks is None else group.marks
    return {
        "pictures": group.pictures.reshape(K, -1),
        "given": np.broadcast_to(given.ravel(), (K, height * width)),
        "moments": np.broadcast_to(moments.ravel(), (K, height * width)),
        "marks": marks.reshape(K, -1),
    }
