"""A language model that writes documents, token by token. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.text_generation.config import WritingConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="text_generation",
    chapter="Generating sequences",
    title="Text generation",
    question="How does a network write?",
    config=WritingConfig,
    model_path="core.systems.language.model:LanguageModel",
    task_path="core.labs.text_generation.task:WritingTask",
    plain_path="core.labs.text_generation.plain:PLAIN",
    icon=":material/edit_note:",
    watch=(
        "Press play: token by token, watch a distribution come out, the sliders cut it down, and a die fall on one"
        " token, which is read next. Then move the temperature and watch the futures fan out."
    ),
    examples=(
        "The file is closed when the last reference to it is gone.",
        "Return True if the name is a valid identifier.",
        "If no argument is given, the current time is used.",
    ),
    recipe=Recipe(steps=6_000, config={"hidden_size": 144, "dropout": 0.1}),
    preview_path="core.labs.text_generation.preview:preview",
    preview_caption=(
        "Each token on the colour of its surprise {symbol}, and the same numbers as a line: high where a word begins,"
        " low where it can only end in one way."
    ),
    lecture=3,
    first_picture="playback",
    metrics=(
        training_loss("nats per token"),
        Metric("bits_per_character", "bits per character, held out", "bits per character"),
    ),
)
