"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.plain.files import as_json
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The text that is learnt and the characters that the network knows; any other is written as one that it does
    not know.
    """
    known = task.vocabulary.tokens
    strange = next(character for character in map(chr, range(0xFFFD, 0, -1)) if character not in task.vocabulary)
    written = [token if len(token) == 1 else strange for token in known]
    text = "".join(written[n] for n in task.text.tolist())
    return Luggage(files={"data/text.txt": text.encode(), "data/characters.json": as_json(known)})


PLAIN = Plain(
    "core.labs.gates.program",
    brings,
    {
        "data": Heading("Data", "A text, character by character, and the places where passages may begin."),
        "model": Heading(
            "Model",
            "The language model: the embedding of a character, recurrent layers, and the distribution of the next one.",
            r"p(x_{t+1} = v \mid x_1 \ldots x_t) = \mathrm{softmax}(W h_t + b)_v",
        ),
    },
)
