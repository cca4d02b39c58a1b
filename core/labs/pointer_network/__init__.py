"""A network whose answer is a place in its input. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.pointer_network.config import PointerConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="pointer_network",
    chapter="Better generation",
    title="Pointing",
    question="What if the answer is a place in the question?",
    config=PointerConfig,
    model_path="core.labs.pointer_network.model:PointerNetwork",
    task_path="core.labs.pointer_network.task:PointerTask",
    plain_path="core.labs.pointer_network.plain:PLAIN",
    icon=":material/conversion_path:",
    watch=(
        "Drag a point and the answer follows. Add more points than any set of the training had: a pointer still reaches"
        " each of them; a decoder with a fixed vocabulary has no word for the ninth."
    ),
    examples=(
        "0.06 0.47; 0.14 0.8; 0.22 0.12; 0.33 0.55; 0.45 0.93; 0.52 0.34; 0.66 0.62; 0.74 0.08; 0.85 0.84; 0.95 0.4",
        "0.1 0.3; 0.3 0.85; 0.5 0.15; 0.62 0.6; 0.9 0.5",
        "0.05 0.5; 0.18 0.82; 0.18 0.18; 0.5 0.95; 0.5 0.05; 0.82 0.82; 0.82 0.18; 0.95 0.5",
        "0.1 0.1; 0.3 0.3; 0.5 0.5; 0.7 0.7; 0.9 0.9",
        "0.05 0.62; 0.11 0.28; 0.2 0.88; 0.26 0.5; 0.34 0.07; 0.42 0.7; 0.49 0.33; 0.57 0.96; 0.63 0.55; 0.7 0.2;"
        " 0.78 0.77; 0.84 0.42; 0.9 0.09; 0.95 0.66",
    ),
    reader_path="core.labs.pointer_network.points:read_points",
    recipe=Recipe(
        steps=6_000,
        companions={"attention": {"architecture": "attention"}, "fixed": {"architecture": "fixed"}},
        apart={
            "wider": Recipe(
                8_000,
                {"points": 11, "test_points": 12, "hidden_size": 64, "layers": 3, "learning_rate": 0.002},
                checkpoints=3,
            ),
            "sorting": Recipe(2_400, {"task": "sorting"}, checkpoints=3),
            "tour": Recipe(6_000, {"task": "tour"}, checkpoints=3),
        },
        checkpoints=10,
        companion_checkpoints=3,
    ),
    preview_path="core.labs.pointer_network.preview:preview",
    preview_caption=(
        "Ten points in the plane, and a network that points at the corners of their hull, one after the other; no set"
        " of its training had so many."
    ),
    lecture=5,
    first_picture="pointing",
    schema_path="core.labs.pointer_network.schema:SCHEMA",
    metrics=(
        training_loss("nats per step"),
        Metric("accuracy", "right from beginning to end", "share of sets, held out", "higher", (0.0, 1.0)),
        Metric("accuracy_longer", "the same with more points", "share of sets, held out", "higher", (0.0, 1.0)),
        Metric("coverage", "area of the hull", "share of the true area", "higher", (0.0, 1.0), where={"task": "hull"}),
        Metric(
            "tour_ratio",
            "length of the tour",
            "times the shortest",
            "lower",
            (1.0, None),
            where={"task": "tour", "mask": True},
        ),
    ),
)
