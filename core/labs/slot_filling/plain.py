"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.labs.slot_filling.data import corpus
from core.plain.files import as_table
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(_task: Any, _start: Start) -> Luggage:
    """The sentences with their slots, and the words that the network knows."""
    sentences = as_table(
        [cell for word in sentence for cell in (word.text, word.slot)] for sentence in corpus().training
    )
    words = as_table([word] for word in corpus().words)
    return Luggage(files={"data/sentences.tsv": sentences, "data/words.txt": words})


PLAIN = Plain(
    "core.labs.slot_filling.program",
    brings,
    {
        "data": Heading("Data", "Travel sentences, a slot for every word, in groups of one length."),
        "model": Heading(
            "Model",
            "The tagger: what has been read at each word is turned into a distribution over the slots.",
            r"p(\mathrm{slot}_t = k \mid x) = \mathrm{softmax}(V h_t + c)_k",
        ),
    },
)
