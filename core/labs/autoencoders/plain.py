"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_arrays
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The pictures, unless they are scikit-learn's digits."""
    if task.config.data == "digits" and not hasattr(task, "report"):
        return Luggage({"SOURCE": "digits"})
    return Luggage({"SOURCE": "file"}, {"data/pictures.npz": as_arrays(pictures=task.training.numpy())})


PLAIN = Plain(
    "core.labs.autoencoders.program",
    brings,
    {
        "data": Heading("Data", "Pictures, each a row of numbers from black, 0, to white, 1."),
        "model": Heading(
            "Model",
            "Two networks back to back: an encoder writes a picture down as a few numbers, a decoder reads them.",
            r"c_i = \exp(\sigma_i)\, e_i + m_i, \qquad \hat x = \mathrm{decoder}(c)",
        ),
        "loss": Heading(
            "Loss",
            "How far off the picture is and, of a variational one, what its code costs.",
            r"\frac{\lVert x - \hat x \rVert^2}{2 s^2} + \beta \sum_i (\exp \sigma_i - (1 + \sigma_i) + m_i^2)",
        ),
    },
)
