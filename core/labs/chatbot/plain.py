"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_json, as_lines
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, start: Start) -> Luggage:
    """The dialogues that the run drew, in their order, and the tokens: a grammar of many lines made them."""
    from core.plain.replay import batches, rows, sides_silenced

    config, vocabulary = task.config, task.vocabulary
    drawn = [
        [vocabulary.decode(prompt), vocabulary.decode(answer[:-1])]
        for batch in batches(task, start, sides_silenced(config.dropout, config.embedding_size))
        for prompt, answer in zip(rows(batch.prompt), rows(batch.answer), strict=True)
    ]
    files = {"data/dialogues.jsonl": as_lines(drawn), "data/tokens.json": as_json(vocabulary.tokens)}
    return Luggage({"SOFTMAX": True}, files)


PLAIN = Plain(
    "core.labs.chatbot.program",
    brings,
    {
        "data": Heading("Data", "What was said and what was answered, in the order in which the run drew it."),
        "model": Heading(
            "Model",
            "The chatbot: an encoder reads what was said, and a decoder writes the answer, token by token.",
            r"p(y_i \mid y_1 \ldots y_{i-1}, x) = \mathrm{softmax}(W a_i + b)",
        ),
    },
)
