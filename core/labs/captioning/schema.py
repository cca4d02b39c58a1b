"""What traces of a captioner hold beside what all traces may hold."""

from __future__ import annotations

from core.trace.schema import GREEN, SHARED, SKY, Quantity

_PICTURE = frozenset({"row", "column", "channel"})
_MAPS = frozenset({"map", "source"})

SCHEMA = SHARED.extended(
    {
        "row": "row of a picture, 0 at the top",
        "column": "column of a picture, 0 at the left",
        "channel": "red, green, blue",
        "feature": "one of the D numbers of a cell's vector",
        "map": "one of the feature maps of the eye",
    },
    {
        "pixel": Quantity("x", "pixel", 0, None, "sequential", SKY, _PICTURE),
        "edge_map": Quantity(
            "f¹", "feature map, first layer", 0, None, "sequential", GREEN, frozenset({"map", "source"})
        ),
        "feature_map": Quantity("f", "feature map", 0, None, "sequential", GREEN, _MAPS),
        "image_vector": Quantity("v", "image vector", None, None, "diverging", SKY, frozenset({"unit"})),
    },
    also_on={"annotation": ("feature",), "context": ("feature",), "key": ("feature",)},
)
