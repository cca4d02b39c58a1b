"""Pictures written down as a few numbers, and read back. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.autoencoders.config import AutoencoderConfig
from core.task import Metric, training_loss

NATS = "nats per picture"
STEPS = 6_000

LAB = Lab(
    key="autoencoders",
    chapter="Other generators",
    title="AE and VAE",
    question="Why can’t one just decode any vector?",
    config=AutoencoderConfig,
    model_path="core.labs.autoencoders.model:Autoencoder",
    task_path="core.labs.autoencoders.task:AutoencoderTask",
    plain_path="core.labs.autoencoders.plain:PLAIN",
    icon=":material/compress:",
    watch=(
        "Drag the point through the plane: every place is a code, and the decoder makes a picture of it. Then turn to"
        " the AE and look for places where it makes nothing that you could name."
    ),
    examples=("test 1", "test 12", "test 105", "test 297"),
    reader_path="core.labs.autoencoders.data:read_example",
    recipe=Recipe(
        steps=STEPS,
        companions={"ae": {"variational": False}, "free": {"beta": 0.0}},
        apart={
            "shapes": Recipe(STEPS, {"data": "shapes", "size": 12}, checkpoints=4),
            "eight": Recipe(STEPS, {"latent_size": 8}, checkpoints=6),
            "eight_ae": Recipe(STEPS, {"latent_size": 8, "variational": False}, checkpoints=6),
            **{
                f"eight_{name}": Recipe(STEPS, {"latent_size": 8, "beta": beta}, checkpoints=2)
                for name, beta in {"0": 0.0, "025": 0.25, "4": 4.0, "16": 16.0}.items()
            },
        },
        checkpoints=12,
        companion_checkpoints=8,
    ),
    preview_path="core.labs.autoencoders.preview:preview",
    preview_caption=(
        "Pictures that a decoder makes of codes of two numbers, each at its place in the plane; the dots are where the"
        " dice put one and the same digit."
    ),
    lecture=6,
    first_picture="latent",
    schema_path="core.labs.autoencoders.schema:SCHEMA",
    metrics=(
        training_loss(NATS),
        Metric("reconstruction", "reconstruction", NATS),
        Metric("kl", "KL", NATS, None, where={"variational": True}),
        Metric("elbo", "ELBO", NATS, "higher", (None, None), where={"variational": True}),
        Metric("noise", "noise exp(σ)", "mean over the code", None, measured="step", where={"variational": True}),
        Metric("unseen_codes", "random codes recognised", "share of codes", "higher", (0.0, 1.0)),
    ),
)
