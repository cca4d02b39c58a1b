"""What traces of an autoencoder hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import BLUE, GREEN, ORANGE, PINK, SHARED, SKY, VERMILLION, Quantity

_PICTURE = frozenset({"row", "column"})
_CODE = frozenset({"coordinate"})

SCHEMA = SHARED.extended(
    {
        "row": "row of a picture, 0 at the top",
        "column": "column of a picture, 0 at the left",
        "coordinate": "one of the L numbers of a code",
        "roll": "another roll of the dice for the same picture",
        "up": "second axis of the plane of codes, from below",
        "across": "first axis of the plane of codes, from the left",
    },
    {
        "picture": Quantity("x", "picture", 0, 1, "sequential", SKY, _PICTURE),
        "decoded": Quantity("x̂", "decoded picture", 0, 1, "sequential", BLUE, _PICTURE),
        "roll_decoded": Quantity("x̂", "decoded picture of other dice", 0, 1, "sequential", BLUE, _PICTURE | {"roll"}),
        "error": Quantity("(x − x̂)² / 2s²", "reconstruction of a pixel", 0, None, "sequential", VERMILLION, _PICTURE),
        "mean": Quantity("m", "mean of the code", None, None, "diverging", ORANGE, _CODE),
        "log_noise": Quantity("σ", "logarithm of the noise", None, None, "diverging", PINK, _CODE),
        "code_noise": Quantity("e", "dice", None, None, "diverging", SKY, _CODE),
        "code": Quantity("c", "code", None, None, "diverging", GREEN, _CODE),
        "roll_code": Quantity("c", "code of other dice", None, None, "diverging", GREEN, _CODE | {"roll"}),
        "second_term": Quantity("second term", "second term of the loss", None, None, "sequential", PINK, _CODE),
        "kl": Quantity("KL", "divergence from N(0, 1)", 0, None, "sequential", VERMILLION, _CODE),
        "sheet": Quantity("x̂(c)", "the plane, decoded", 0, 1, "sequential", GREEN, _PICTURE | {"up", "across"}),
    },
)
