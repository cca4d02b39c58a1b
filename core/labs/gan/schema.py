"""What traces of a generator and its critic hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import BLUE, GREEN, ORANGE, PINK, SHARED, SKY, VERMILLION, Quantity

_EXAMPLE = frozenset({"axis", "row", "column", "place", "letter"})

SCHEMA = SHARED.extended(
    {
        "sample": "forged example",
        "example": "real example",
        "axis": "coordinate of a point: x, y",
        "row": "row of a picture or of the plane, from the top of a picture and from the bottom of the plane",
        "column": "column of a picture or of the plane",
        "place": "letter of a word, counted from its beginning",
        "letter": "letter of the alphabet",
        "coordinate": "one of the Z numbers of noise",
    },
    {
        "noise": Quantity("z", "noise", None, None, "diverging", SKY, frozenset({"sample", "coordinate"})),
        "forged": Quantity("x̃", "forged example", None, None, "diverging", VERMILLION, _EXAMPLE | {"sample"}),
        "real": Quantity("x", "real example", None, None, "diverging", BLUE, _EXAMPLE | {"example"}),
        "critic": Quantity("D(x̃)", "score of a forged example", None, None, "diverging", PINK, frozenset({"sample"})),
        "critic_hard": Quantity(
            "D(x̂)", "score of the same word, made one-of-N", None, None, "diverging", PINK, frozenset({"sample"})
        ),
        "critic_real": Quantity(
            "D(x)", "score of a real example", None, None, "diverging", PINK, frozenset({"example"})
        ),
        "pull": Quantity("−∂L/∂x̃", "pull on a forged example", None, None, "diverging", ORANGE, _EXAMPLE | {"sample"}),
        "surface": Quantity("D", "score", None, None, "diverging", GREEN, frozenset({"row", "column"})),
    },
)
