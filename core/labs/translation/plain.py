"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_json, as_lines
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, start: Start) -> Luggage:
    """The pairs that the run drew, in their order, and the tokens of both sides; code of many lines made them."""
    from core.plain.replay import batches, rows, sides_silenced

    config, sides = task.config, (task.source_vocabulary, task.target_vocabulary)
    drawn = [
        [sides[0].decode(source), sides[1].decode(target[:-1])]
        for batch in batches(task, start, sides_silenced(config.dropout, config.embedding_size))
        for source, target in zip(rows(batch.source), rows(batch.target), strict=True)
    ]
    tokens = [side.tokens for side in sides]
    return Luggage(files={"data/pairs.jsonl": as_lines(drawn), "data/tokens.json": as_json(tokens)})


PLAIN = Plain(
    "core.labs.translation.program",
    brings,
    {
        "data": Heading("Data", "Sentences and their translations, in the order in which the run drew them."),
        "model": Heading(
            "Model",
            "The translator: an encoder reads the source, and a decoder writes the target, token by token.",
            r"p(y_i \mid y_1 \ldots y_{i-1}, x) = \mathrm{softmax}(W r_i + b)",
        ),
    },
)
