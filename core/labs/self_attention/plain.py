"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from core.plain.plain import Heading, Plain

PLAIN = Plain(
    "core.labs.self_attention.program",
    said={
        "data": Heading(
            "Data", "Sequences in which it is known where the answer stands; they are drawn anew for every step."
        ),
        "model": Heading(
            "Model",
            "The network: every position hears of the others, and answers.",
            r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt d}\right) V",
        ),
    },
)
