"""Listen, attend and spell, on synthesized or recorded speech. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.speech_recognition.config import SpeechConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="speech_recognition",
    chapter="Attention",
    title="Speech recognition",
    question="What does the decoder hear?",
    config=SpeechConfig,
    model_path="core.labs.speech_recognition.model:Listener",
    task_path="core.labs.speech_recognition.task:SpeechTask",
    plain_path="core.labs.speech_recognition.plain:PLAIN",
    icon=":material/hearing:",
    watch=(
        "Click a phoneme that the network wrote and hear the stretch of sound it listened to. Then open “Guess or"
        " listen”: four networks, two kinds of digits, two kinds of attention; which of them align well?"
    ),
    examples=("three one four one five nine", "two seven one eight two", "seven seven seven"),
    reader_path="core.sound.synthesis:read_example",
    recipe=Recipe(
        steps=600,
        companions={
            "content": {"attention": "content"},
            "counting": {"data": "counting", "attention": "content"},
            "counting_location": {"data": "counting"},
        },
        companion_checkpoints=4,
    ),
    preview_path="core.labs.speech_recognition.preview:preview",
    preview_caption=(
        "Rows: what is written. Columns: what is read. The fuller the colour of a cell, the more the network attends"
        " there."
    ),
    lecture=4,
    first_picture="hearing",
    schema_path="core.labs.speech_recognition.schema:SCHEMA",
    metrics=(
        training_loss("nats per token"),
        Metric("error_rate", "error rate, held out", "errors per token"),
        Metric("alignment_ms", "ms from the true sound, held out", "ms"),
        Metric("monotonic", "share of steps forwards, held out", "share of steps", "higher", (0.0, 1.0)),
    ),
)
