"""What traces of a WaveNet hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import BLUE, GREEN, ORANGE, PINK, SHARED, SKY, Quantity

_TIME = frozenset({"time"})
_UNIT = frozenset({"layer", "time", "unit"})

SCHEMA = SHARED.extended(
    {},
    {
        "amplitude": Quantity("x", "sample", -1, 1, "diverging", BLUE, _TIME),
        "dice": Quantity("u", "dice", 0, 1, "sequential", ORANGE, _TIME),
        "drawn_from": Quantity(
            "p'", "probability after the sliders", 0, 1, "sequential", ORANGE, _TIME | {"vocabulary"}
        ),
        "filter": Quantity("tanh aᶠ", "filter", -1, 1, "diverging", PINK, _UNIT),
        "gate": Quantity("σ(aᵍ)", "gate", 0, 1, "sequential", GREEN, _UNIT),
        "gated": Quantity("z", "filter times gate", -1, 1, "diverging", SKY, _UNIT),
    },
)
