"""What the eye makes of a picture: its feature maps, and the vector of one cell."""

from __future__ import annotations

from collections.abc import Callable

import xarray as xr

from dashboard.charts.colours import COLOURS
from dashboard.components.base import Component
from dashboard.components.numbers import Facts, numbers

WORDS = {
    "picture": "The picture, and the pixels that the cell has seen",
    "maps": "Feature maps: each square is a map, each dot of it a cell",
    "vector": "The vector of the cell: one number from each map",
    "cell": "Row {row}, column {column}, map {map}: {value}",
    "field": "Row {row}, column {column} has seen {side} × {side} pixels.",
}
"""Every word it shows (message ids of the catalogues)."""

MAPS = Component("feature_maps", WORDS)


def feature_maps(
    trace: xr.Dataset,
    quantity: str,
    field: int,
    *,
    key: str,
    cell: int,
    translate: Callable[[str], str] = str,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the maps of one layer; the session state holds, under ``cursor``, the cell that was pinned last.

    Parameters
    ----------
    trace : Dataset
        Of `core.labs.captioning.model.Captioner.trace`.
    quantity : {"edge_map", "feature_map"}
        Which layer.
    field : int
        Rows and columns of pixels that a cell of this layer has seen.
    key : str
        Names this picture in the session state.
    cell : int
        The cell to begin with.
    translate : callable
        Takes an English message to the viewer's language.
    on_change : callable, optional
        Called before the rerun that a click causes.
    """
    MAPS.draw(
        key=key,
        numbers=numbers(_numbers, trace, quantity),
        view={"cell": cell, "field": field},
        labels={"colour": COLOURS["feature_map"], "mark": COLOURS["gold_alignment"]},
        translate=translate,
        on={"cursor": on_change},
    )


def _numbers(trace: xr.Dataset, quantity: str) -> Facts:
    """``pixel`` (row, column, channel) and ``maps`` (map, source)."""
    arrays = {
        "pixel": trace["pixel"].transpose("row", "column", "channel").values,
        "maps": trace[quantity].transpose("map", "source").values,
    }
    return {"grid": int(trace.attrs["grid"])}, arrays
