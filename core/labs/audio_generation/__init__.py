"""A network that writes sound, sample by sample. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.audio_generation.config import WaveNetConfig
from core.task import Metric, training_loss

BITS = "bits per sample"

VOWELS = {"data": "vowels", "layers": 7, "channels": 20, "skip_channels": 40}
SPEECH = {
    "data": "speech",
    "layers": 9,
    "channels": 32,
    "skip_channels": 64,
    "window": 600,
    "astray": 0.0,
    "learning_rate": 0.006,
}

LAB = Lab(
    key="audio_generation",
    chapter="Other generators",
    title="Audio generation",
    question="Can a network make sound, sample by sample?",
    config=WaveNetConfig,
    model_path="core.labs.audio_generation.model:WaveNet",
    task_path="core.labs.audio_generation.task:WaveNetTask",
    plain_path="core.labs.audio_generation.plain:PLAIN",
    icon=":material/graphic_eq:",
    watch=(
        "Press play and watch the sound being written: before each sample the network says what it believes of it, from"
        " the samples that its tree of dilations reaches."
    ),
    examples=("sound 0", "sound 1", "sound 2", "sound 3"),
    reader_path="core.labs.audio_generation.request:read_request",
    recipe=Recipe(
        steps=1_500,
        apart={
            "vowels": Recipe(6_000, VOWELS, checkpoints=10),
            "vowels_untold": Recipe(6_000, {**VOWELS, "conditional": False}, checkpoints=6),
            "speech": Recipe(3_000, SPEECH, checkpoints=8),
        },
        checkpoints=12,
    ),
    preview_path="core.labs.audio_generation.preview:preview",
    preview_caption=(
        "The last samples of a sound, from left to right, each drawn from what the network believed just before."
    ),
    lecture=6,
    first_picture="wavenet",
    schema_path="core.labs.audio_generation.schema:SCHEMA",
    metrics=(
        training_loss("nats per sample"),
        Metric("bits_per_sample", "bits per sample", BITS),
    ),
)
