"""Pictures painted one pixel at a time. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.image_generation.config import ImageConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="image_generation",
    chapter="Generating sequences",
    title="Image generation",
    question="Can a network paint one pixel at a time?",
    config=ImageConfig,
    model_path="core.labs.image_generation.model:PixelModel",
    task_path="core.labs.image_generation.task:PaintingTask",
    plain_path="core.labs.image_generation.plain:PLAIN",
    icon=":material/brush:",
    watch=(
        "Press play: before each pixel the network says how likely every shade is, and a die decides. Then change one"
        " pixel and watch the rest of the picture answer."
    ),
    examples=("test 1", "test 12", "test 105", "test 297"),
    reader_path="core.labs.image_generation.data:read_example",
    recipe=Recipe(
        steps=1_800,
        checkpoints=10,
        companions={
            key: {"architecture": key}
            for key in ("raster_pixel", "row_lstm", "diagonal_bilstm", "grid_2d", "grid_3d", "pixel_cnn")
        },
        companion_checkpoints=2,
    ),
    preview_path="core.labs.image_generation.preview:preview",
    preview_caption=(
        "A digit that the network has never seen, read pixel by pixel; on the right the surprise {symbol} of each"
        " pixel: dark where it could not have known."
    ),
    lecture=3,
    first_picture="painting",
    schema_path="core.labs.image_generation.schema:SCHEMA",
    metrics=(
        training_loss("nats per pixel"),
        Metric("bits_per_pixel", "bits per pixel, held out", "bits per pixel"),
    ),
)
