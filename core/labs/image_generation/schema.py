"""What traces of a painter hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import QUANTITIES, SEQUENCE, SHARED, SKY, STATE, Quantity

_PLACE = ("row", "column")

SCHEMA = SHARED.extended(
    {
        "row": "row of a picture, 0 at the top",
        "column": "column of a picture, 0 at the left",
        "axis": "axis of a grid: 0 along the row, 1 down the column, 2 in depth",
    },
    {"pixel": Quantity("x", "pixel", 0, None, "sequential", SKY, frozenset(_PLACE))},
    also_on={
        name: (*_PLACE, *(("axis",) if quantity.dims >= STATE else ()))
        for name, quantity in QUANTITIES.items()
        if quantity.dims >= SEQUENCE
    },
)
