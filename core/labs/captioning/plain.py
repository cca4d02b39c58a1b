"""How a run of this lab becomes a plain file. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.labs.captioning.data import crops
from core.plain.files import as_arrays, as_json
from core.plain.plain import Heading, Luggage, Plain, Start


def brings(task: Any, _start: Start) -> Luggage:
    """The scenes, drawn by code of many lines, with their captions, and the single objects that teach the eye."""
    school, vocabulary = task.own is None, task.vocabulary
    pictures = {"pictures": task.training.pixels}
    if school:
        alone = crops(task.config.held_out)
        pictures |= {"crops": alone.pixels, "colours": alone.colours, "shapes": alone.shapes}
    captions = [vocabulary.decode(vocabulary.encode(caption.tokens)) for caption in task.training.captions]
    return Luggage(
        {"SCHOOL": school, "SIDE": pictures["pictures"].shape[1]},
        {"data/pictures.npz": as_arrays(**pictures), "data/captions.json": as_json([vocabulary.tokens, captions])},
    )


PLAIN = Plain(
    "core.labs.captioning.program",
    brings,
    {
        "data": Heading("Data", "Scenes and their captions, and single objects for the lessons of the eye."),
        "the eye": Heading(
            "The eye",
            "The eye: convolutions make a vector of each cell of the picture, and one of the whole.",
            r"f = \mathrm{ReLU}(K_2 * \mathrm{ReLU}(K_1 * x))",
        ),
        "decoder": Heading(
            "Decoder",
            "The decoder writes a caption word by word, and is given the picture in its own way.",
            r"p(y_t \mid y_1 \ldots y_{t-1}, x) = \mathrm{softmax}(W r_t + b)",
        ),
    },
)
