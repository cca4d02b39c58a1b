"""An encoder–decoder, with and without attention. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.translation.config import TranslationConfig
from core.task import Metric, training_loss

LONG = {"data": "grammar_zh_en", "clauses": 3}
"""Sentences that are too long for one vector."""

LAB = Lab(
    key="translation",
    chapter="Attention",
    title="Translation",
    question="Where does the decoder look?",
    config=TranslationConfig,
    model_path="core.labs.translation.model:Translator",
    task_path="core.labs.translation.task:TranslationTask",
    plain_path="core.labs.translation.plain:PLAIN",
    icon=":material/translate:",
    watch=(
        "Point at an output token: the ribbons show which source tokens it was read from. Nobody tells the network"
        " which belong together: drag the training step back to 0 and see when it finds out."
    ),
    examples=("Tuesday, March 5, 2024", "Oct 31, 1999", "12/25/2030"),
    recipe=Recipe(
        steps=600,
        config={"hidden_size": 64},
        companions={
            **{match: {"attention": match} for match in ("dot", "cosine", "bilinear", "additive")},
            "v1": {"encoder": "last_state", "attention": "none"},
            "v2": {"encoder": "last_state"},
            "v4": {"encoder": "residual"},
            "v5": {"encoder": "gnmt"},
        },
        companion_checkpoints=5,
        apart={
            "long": Recipe(steps=1_500, config=LONG, checkpoints=4),
            "long_none": Recipe(steps=1_500, config={**LONG, "attention": "none"}, checkpoints=4),
        },
    ),
    preview_path="core.labs.translation.preview:preview",
    preview_caption=(
        "Rows: what is written. Columns: what is read. The fuller the colour of a cell, the more the network attends"
        " there."
    ),
    lecture=4,
    first_picture="alignment",
    metrics=(
        training_loss("nats per token"),
        Metric("exact_match", "exact match, held out", "share of sentences", "higher", (0.0, 1.0)),
        Metric("alignment_error_rate", "alignment error rate, held out", "share of links", "lower", (0.0, 1.0)),
    ),
)
