"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_json
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The documents that are learnt and the tokens that the network knows."""
    known, shelf = task.vocabulary.tokens, task.training
    documents: list[Any] = [
        [known[n] for n in numbers[1:-1].tolist()] for numbers in shelf.numbers.split(shelf.lengths.tolist())
    ]
    if all(len(token) == 1 for document in documents for token in document):
        documents = ["".join(document) for document in documents]
    return Luggage(files={"data/documents.json": as_json(documents), "data/tokens.json": as_json(known)})


PLAIN = Plain(
    "core.labs.text_generation.program",
    brings,
    {
        "data": Heading("Data", "Documents with a beginning and an end; a batch holds some of like length."),
        "model": Heading(
            "Model",
            "The language model: the embedding of a token, recurrent layers, and the distribution of the next one.",
            r"p(x_{t+1} = v \mid x_0 \ldots x_t) = \mathrm{softmax}(W h_t + b)_v",
        ),
    },
)
