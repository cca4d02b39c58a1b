"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from core.plain.plain import Heading, Plain

PLAIN = Plain(
    "core.labs.generation_tips.program",
    said={
        "data": Heading("Data", "Examples that are drawn at random; what is drawn once is the same in every run."),
        "model": Heading("Model", "The network; of most tips there are two, which begin with the same weights."),
        "losses": Heading("Losses", "The remedy, and training: only the remedy sets the two networks apart."),
    },
)
