"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.plain.files import as_arrays, as_json
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The frames of all utterances, spoken by a synthesizer or the viewer's own, and what is said in each."""
    samples = [task.training[number] for number in range(len(task.training))]
    frames = as_arrays(
        frames=np.concatenate([sample.frames for sample in samples]),
        lengths=np.array([len(sample.frames) for sample in samples]),
    )
    utterances = [
        {"size": size, "tokens": list(sample.utterance.tokens(task.config.target))}
        for size, sample in zip(task.training.sizes, samples, strict=True)
    ]
    tokens = task.vocabulary.tokens
    return Luggage(files={"data/frames.npz": frames, "data/utterances.json": as_json([tokens, utterances])})


PLAIN = Plain(
    "core.labs.speech_recognition.program",
    brings,
    {
        "data": Heading("Data", "Utterances as log-mel frames of 10 ms, and what is said in them."),
        "encoder": Heading("Encoder", "The encoder makes fewer positions of many frames."),
        "attention": Heading(
            "Attention",
            "Where to listen next: by what is heard there and, if it attends by location, by where it listened before.",
            r"e_{ij} = v^\top \tanh(W z_i + U h_j + Q f_{ij} + b), \qquad f_i = F * \alpha_{i-1}",
        ),
        "model": Heading(
            "Model",
            "The listener: a decoder writes token by token what it hears.",
            r"p(y_i) = \mathrm{softmax}(W [z_i; c_i] + b)",
        ),
    },
)
