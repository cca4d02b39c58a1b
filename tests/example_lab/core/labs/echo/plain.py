"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from core.plain.plain import Heading, Plain

PLAIN = Plain(
    "core.labs.echo.program",
    said={
        "data": Heading("Data", "Symbols in random order, drawn anew for every step."),
        "model": Heading(
            "Model",
            "The network says, at each step, which symbol it heard one step before.",
            r"p(x_{t-1} = k \mid x_1 \ldots x_t) = \mathrm{softmax}(V h_t + c)_k",
        ),
    },
)
