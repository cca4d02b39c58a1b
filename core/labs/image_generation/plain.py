"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.labs.image_generation.architectures.family import kind_of
from core.plain.files import as_arrays
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The pictures, unless they are scikit-learn's digits, and the sizes that suit them."""
    config, source, kind = task.config, task.pictures, kind_of(task.config.architecture)
    digits = config.data == "digits" and not hasattr(task, "report")
    settings = {
        "SOURCE": "digits" if digits else "file",
        "HEIGHT": source.height,
        "WIDTH": source.width,
        "LEVELS": source.levels,
        "CLASSES": len(source.classes),
        "CONDITIONAL": config.conditional and len(source.classes) > 1,
        "HIDDEN_SIZE": config.hidden_size or kind.hidden_size,
        "LAYERS": config.layers or kind.layers,
    }
    if digits:
        return Luggage(settings)
    classes = source.train_classes.astype(np.uint8)
    return Luggage(settings, {"data/pictures.npz": as_arrays(pictures=source.train, classes=classes)})


PLAIN = Plain(
    "core.labs.image_generation.program",
    brings,
    {
        "data": Heading("Data", "Pictures whose pixels have few levels, and what each of them shows."),
        "what is seen": Heading(
            "What is seen", "At every place a vector tells of the pixels that are painted already, and of the place."
        ),
        "painter": Heading(
            "Painter",
            "The painter: of every pixel it says how likely each level is, from the pixels before it.",
            r"p(x \mid k) = \prod_t p(x_t \mid x_1 \ldots x_{t-1}, k)",
        ),
    },
)
