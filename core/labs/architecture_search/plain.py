"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plain.plain import Heading, Plain


def caveat(config: Mapping[str, Any]) -> Heading | None:
    """Of recurrent children the last bit decides."""
    if config["space"] == "dense":
        return None
    return Heading(
        "Rounding",
        "Recurrent children whose learning rate is large amplify the rounding of single sums, so that some rewards, and"
        " with them what the controller learns, may differ.",
    )


PLAIN = Plain(
    "core.labs.architecture_search.program",
    said={
        "search space": Heading(
            "Search space", "What a description has to say of a network, and the words that may say it."
        ),
        "children": Heading(
            "Children", "The networks that are described: each is trained for a moment, and its accuracy is the reward."
        ),
        "controller": Heading(
            "Controller",
            "The controller: an LSTM that writes a description word by word.",
            r"\pi(a) = \prod_t p(a_t \mid a_1 \ldots a_{t-1})",
        ),
        "training": Heading(
            "Training",
            "The search: what did better than usual becomes more likely.",
            r"\nabla J \approx (R - b)\, \nabla \log \pi(a) + \beta\, \nabla H",
        ),
    },
    caveat=caveat,
)
