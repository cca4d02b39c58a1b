"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_table
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The viewer's own points, if there are any, and the sizes that suit the world."""
    settings = {"NOISE_SIZE": task.config.noise, "CRITIC_STEPS": task.config.k}
    if not hasattr(task, "report"):
        return Luggage(settings)
    points, _held_out = task.world.cloud
    return Luggage(settings | {"DATA": "own"}, {"data/points.tsv": as_table(points.tolist())})


PLAIN = Plain(
    "core.labs.gan.program",
    brings,
    {
        "data": Heading("Data", "The world that is forged."),
        "model": Heading(
            "Model",
            "Generator and critic: two small networks, one of which the other learns to fool.",
            r"\tilde x = G(z), \quad z \sim N(0, 1), \qquad D(x) \in \mathbb{R}",
        ),
        "losses": Heading("Losses", "What each of the two plays for."),
        "training": Heading("Training", "The game: the critic learns a few times, and then the generator once."),
    },
)
