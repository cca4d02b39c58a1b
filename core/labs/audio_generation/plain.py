"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.plain.files import as_arrays
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The sounds as µ-law levels: synthesized by code of many lines, or the viewer's own."""
    sounds = as_arrays(
        levels=np.concatenate(task.training).astype(np.uint8),
        lengths=np.array([len(sound) for sound in task.training]),
        kinds=task.sounds.training_kinds,
        told=task.told,
    )
    return Luggage(files={"data/sounds.npz": sounds})


PLAIN = Plain(
    "core.labs.audio_generation.program",
    brings,
    {
        "data": Heading("Data", "Sounds in few levels of loudness, and stretches of them to learn from."),
        "model": Heading(
            "Model",
            "The WaveNet: dilated layers look back, each twice as far as the one before, through a gate.",
            r"z_t = \tanh(U^f u_{t-d} + W^f u_t + b^f) \circ \sigma(U^g u_{t-d} + W^g u_t + b^g)",
        ),
    },
)
