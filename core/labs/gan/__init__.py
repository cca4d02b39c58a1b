"""A forger and a detective who learn from each other. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.gan.config import GanConfig
from core.task import Metric

SCORE = "score"

LAB = Lab(
    key="gan",
    chapter="Other generators",
    title="GAN and WGAN",
    question="Can a forger learn from the detective who catches it?",
    config=GanConfig,
    model_path="core.labs.gan.model:Gan",
    task_path="core.labs.gan.task:GanTask",
    plain_path="core.labs.gan.plain:PLAIN",
    icon=":material/theater_comedy:",
    watch=(
        "Each arrow shows where a forged example is pulled by what the critic thinks. Travel through the training:"
        " where arrows are long the generator learns; where none is, it cannot."
    ),
    examples=("dice 0", "dice 1", "dice 7"),
    reader_path="core.labs.gan.dice:read_dice",
    recipe=Recipe(
        steps=900,
        companions={
            "gan": {"loss": "js", "noise_size": 16},
            "clip": {"loss": "wasserstein_clip"},
        },
        apart={
            "digits": Recipe(900, {"data": "digits"}, checkpoints=8),
            "digits_gan": Recipe(900, {"data": "digits", "loss": "js"}, checkpoints=6),
            "words": Recipe(600, {"data": "words"}, checkpoints=8),
            "words_gan": Recipe(600, {"data": "words", "loss": "js"}, checkpoints=6),
        },
        checkpoints=12,
        companion_checkpoints=8,
    ),
    preview_path="core.labs.gan.preview:preview",
    preview_caption=(
        "Points that a generator forged, on what its critic makes of every place of the plane; the generator never saw"
        " a real one."
    ),
    lecture=6,
    first_picture="forging",
    schema_path="core.labs.gan.schema:SCHEMA",
    metrics=(
        Metric("train_loss", "loss of the generator", SCORE, None, (None, None), "step"),
        Metric("critic_loss", "loss of the critic", SCORE, None, (None, None), "step"),
        Metric("gap", "what the critic tells apart", SCORE, None, (None, None), "step"),
        *(
            metric
            for data in ("gaussians", "ring")
            for metric in (
                Metric("modes", "modes reached", "of 8", "higher", (0.0, 8.0), where={"data": data}),
                Metric("good_samples", "good samples", "share of samples", "higher", (0.0, 1.0), where={"data": data}),
            )
        ),
        Metric("sample_accuracy", "recognised", "share of samples", "higher", (0.0, 1.0), where={"data": "digits"}),
        Metric("grammatical", "grammatical", "share of words", "higher", (0.0, 1.0), where={"data": "words"}),
        Metric("kinds", "different words", "of 64, in 1,000", "higher", (0.0, 64.0), where={"data": "words"}),
    ),
)
