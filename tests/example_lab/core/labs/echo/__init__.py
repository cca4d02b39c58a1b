"""A network that repeats, one step later, what it heard. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.echo.config import EchoConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="echo",
    chapter="Memory",
    title="Echo",
    question="Can a network repeat what it just heard?",
    config=EchoConfig,
    model_path="core.labs.echo.model:EchoNetwork",
    task_path="core.labs.echo.task:EchoTask",
    plain_path="core.labs.echo.plain:PLAIN",
    icon=":material/replay:",
    watch="At each step the network must say the symbol before. It hears that symbol no more: it has to have kept it.",
    examples=("abacadabbage", "aaaaabbbbb", "habgcfde"),
    recipe=Recipe(steps=300),
    preview_path="core.labs.echo.preview:preview",
    preview_caption="How sure the network is, at each symbol, of the symbol before it.",
    first_picture="echo",
    metrics=(
        training_loss("nats per symbol"),
        Metric("accuracy", "accuracy, held out", "share of symbols", "higher", (0.0, 1.0)),
    ),
)
