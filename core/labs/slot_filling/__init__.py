"""Words that take another slot in another context. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.slot_filling.config import TaggerConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="slot_filling",
    chapter="Memory",
    title="Slot filling",
    question="Why does a network need memory?",
    config=TaggerConfig,
    model_path="core.labs.slot_filling.model:Tagger",
    task_path="core.labs.slot_filling.task:TaggingTask",
    plain_path="core.labs.slot_filling.plain:PLAIN",
    icon=":material/label:",
    watch=(
        "Change “leave” to “arrive”: a trained network with memory puts Taipei and May 1st into other slots, though"
        " not a letter of them has changed. One that sees each word alone cannot do this."
    ),
    examples=(
        "I would like to leave Taipei on May 1st",
        "I would like to arrive in Taipei on May 1st",
        "Taipei is where I leave from on Friday",
        "arrive in Tokyo by noon but leave Osaka at 9 am",
        "a flight from New York to Paris landing on March 3rd",
    ),
    recipe=Recipe(
        steps=600,
        config={"cell": "elman"},
        companions={
            "memoryless": {"cell": "none", "bidirectional": False},
            "elman": {"bidirectional": False},
            "jordan": {"cell": "jordan", "bidirectional": False},
            "deep": {"layers": 2, "bidirectional": False},
        },
    ),
    preview_path="core.labs.slot_filling.preview:preview",
    preview_caption="Each word on the colour of the slot that the network put it into.",
    lecture=2,
    first_picture="sentence",
    schema_path="core.labs.slot_filling.schema:SCHEMA",
    metrics=(
        training_loss("nats per word"),
        Metric("slot_accuracy", "slot accuracy, held out", "share of words", "higher", (0.0, 1.0)),
        Metric("accuracy", "accuracy, held out", "share of words", "higher", (0.0, 1.0)),
    ),
)
