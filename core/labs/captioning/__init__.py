"""A network that says what it sees. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.captioning.config import CaptioningConfig
from core.task import Metric, training_loss

NARROW = {"hidden_size": 48}
"""Units of the networks that are shipped: they are many, and one downloads them all."""

LAB = Lab(
    key="captioning",
    chapter="Attention",
    title="Captioning",
    question="How does a network say what it sees?",
    config=CaptioningConfig,
    model_path="core.labs.captioning.model:Captioner",
    task_path="core.labs.captioning.task:CaptioningTask",
    plain_path="core.labs.captioning.plain:PLAIN",
    icon=":material/image_search:",
    watch=(
        "Point at a word: the picture lights up where the network looked before it wrote it. Then drag an object:"
        " caption and attention answer at once."
    ),
    examples=(
        "red circle 15 8; blue square 17 23",
        "green triangle 8 17; yellow cross 23 15",
        "purple square 16 16",
        "black cross 9 15; red triangle 24 17",
    ),
    reader_path="core.labs.captioning.scenes:read_scene",
    recipe=Recipe(
        steps=1_500,
        config=NARROW,
        checkpoints=7,
        companions={
            key: {"architecture": key}
            for key in ("no_picture", "m_rnn", "once", "every_step", "hard_attention", "top_down")
        },
        companion_checkpoints=2,
        apart={
            **{
                f"three_{key}": Recipe(1_500, {**NARROW, "objects": 3, "architecture": key}, checkpoints=2)
                for key in ("once", "every_step", "soft_attention")
            },
            "chinese": Recipe(1_500, {**NARROW, "language": "zh"}, checkpoints=2),
            "combinations": Recipe(1_500, {**NARROW, "held_out": "combinations"}, checkpoints=2),
        },
    ),
    preview_path="core.labs.captioning.preview:preview",
    preview_caption="How sure the network was of each word of a caption.",
    lecture=4,
    first_picture="seeing",
    schema_path="core.labs.captioning.schema:SCHEMA",
    metrics=(
        training_loss("nats per word"),
        Metric("exact_match", "exact match, held out", "share of captions", "higher", (0.0, 1.0)),
        Metric(
            "reward",
            "reward of where it looked first",
            "nats",
            "higher",
            (None, 0.0),
            measured="step",
            where={"architecture": "hard_attention"},
        ),
        Metric("pointing", "pointing, held out", "share of content words", "higher", (0.0, 1.0)),
    ),
)
