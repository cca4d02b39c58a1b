"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_table
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The viewer's own points, if there are any."""
    fewest = task.config.sizes[0]
    if task.cloud is None:
        return Luggage({"FEWEST": fewest, "SOURCE": "square"})
    return Luggage({"FEWEST": fewest, "SOURCE": "file"}, {"data/points.tsv": as_table(task.cloud.tolist())})


PLAIN = Plain(
    "core.labs.pointer_network.program",
    brings,
    {
        "data": Heading("Data", "Sets of points, drawn anew for every step, with the right answers."),
        "model": Heading(
            "Model",
            "The pointer network: an encoder lets all points look at each other, a decoder names places of its input.",
            r"u_{ij} = v^\top \tanh(W_1 e_j + W_2 d_i), \qquad p(C_i = j) = \mathrm{softmax}(u_i)_j",
        ),
    },
)
