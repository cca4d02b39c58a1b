"""Numbers that lie as a picture, row by column: surprise, gates, states, fields; one cursor over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.charts.colours import DIVERGING
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {"place": "At row {row}, column {column}. Click to pin another pixel."}
"""What it says under the maps (message ids of the catalogues)."""

MAPS = Component("painting_maps", WORDS)


@dataclass(frozen=True, eq=False)
class Map:
    """One number a pixel.

    Attributes
    ----------
    title : str
        What stands above it.
    values : ndarray, shape (height, width)
    colour : str
        Of the greatest value; ignored on a diverging scale, whose colours are fixed, and where there is a palette.
    low, high : float
        The ends of the scale; a diverging one runs from −high to high.
    scale : {"sequential", "diverging"}
    palette : ndarray, shape (L, 3), optional
        Where the values are levels: the colour of each.
    outline : ndarray of bool, shape (height, width), optional
        Pixels with a frame around all of them.
    digits : int or None
        Behind the decimal point of the number that is told of each pixel; None tells none.
    chosen : bool
        Whether it stands out among the others.
    """

    title: str
    values: np.ndarray
    colour: str = "#0072B2"
    low: float = 0.0
    high: float = 1.0
    scale: str = "sequential"
    palette: np.ndarray | None = None
    outline: np.ndarray | None = None
    digits: int | None = 2
    chosen: bool = False


def maps(
    drawn: Sequence[Map],
    *,
    key: str,
    pixel: int | None = None,
    least: int = 240,
    translate: Callable[..., str] = str,
    on_click: Callable[[], None] | None = None,
) -> None:
    """Draw maps of one size; a click reports its place, ``{map, pixel}``.

    Parameters
    ----------
    drawn : sequence of Map
        At least one.
    key : str
        Names them in the session state, where ``place`` holds the place that was clicked while `on_click` is called.
    pixel : int, optional
        The pinned pixel, counted row after row.
    least : int
        How wide a map is at least, in CSS pixels; as many stand side by side as that allows.
    translate : callable
        Takes an English message to the viewer's language.
    on_click : callable, optional
        Called before the rerun that a click causes.

    Raises
    ------
    ValueError
        If there is no map, or one of another size.
    """
    sizes = {one.values.shape for one in drawn}
    if len(sizes) != 1:
        raise ValueError(f"maps of one size are needed, these have {sorted(sizes)}")
    height, width = sizes.pop()
    MAPS.draw(
        key=key,
        numbers=numbers(_numbers, *((one.values, one.outline) for one in drawn)),
        view={"pixel": None if pixel is None else min(pixel, height * width - 1), "least": least},
        labels={"maps": [_described(one) for one in drawn]},
        translate=translate,
        on={"place": on_click},
    )


def _described(one: Map) -> dict[str, Any]:
    negative, positive = DIVERGING
    return {
        "title": one.title,
        "scale": one.scale,
        "low": one.low,
        "high": one.high,
        "negative": negative,
        "colour": positive if one.scale == "diverging" else one.colour,
        "palette": None if one.palette is None else np.asarray(one.palette).tolist(),
        "digits": one.digits,
        "chosen": one.chosen,
    }


def _numbers(*drawn: tuple[np.ndarray, np.ndarray | None]) -> Facts:
    """``values`` and ``outline`` (map, pixel)."""
    height, width = drawn[0][0].shape
    none = np.zeros((height, width))
    arrays = {
        "values": np.stack([values.ravel() for values, _ in drawn]),
        "outline": np.stack([(none if outline is None else outline).ravel() for _, outline in drawn]),
    }
    return {"height": height, "width": width}, arrays


def reach(values: np.ndarray, least: float = 1.0) -> float:
    """How far a symmetric scale must reach to hold nearly all `values`: a round number, never less than `least`.

    One value in fifty may lie beyond it, so that a single unit that counts does not make all others pale.
    """
    most = float(np.quantile(np.abs(values), 0.98)) if values.size else 0.0
    return max(least, float(np.ceil(most * 2) / 2))
