"""The knobs of a network that writes pictures down as a few numbers, and reads them back: lab ``autoencoders``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob


@dataclass(frozen=True)
class AutoencoderConfig:
    """Knobs of an autoencoder, variational or plain, and of its training (lab ``autoencoders``)."""

    variational: bool = knob(
        True,
        "Variational",
        "Whether the code gets noise and the loss a second term (VAE); else the code is the encoder’s alone (AE).",
    )
    data: str = knob(
        "digits",
        "Data",
        "What is encoded: handwritten digits, or shapes drawn by code.",
        choices=("digits", "shapes"),
    )
    size: int = knob(
        8,
        "Size",
        "Rows and columns of shapes and of pictures of your own; digits have 8.",
        low=8,
        high=28,
    )
    latent_size: int = knob(
        2,
        "Latent size",
        "How many numbers a code has. With more than two, the plane is a cut through where most codes lie.",
        low=2,
        high=32,
    )
    beta: float = knob(
        1.0,
        "Weight β",
        "How much the second term weighs beside the reconstruction; 0 takes it away. A plain AE has none.",
        low=0.0,
        high=20.0,
    )
    second_term: str = knob(
        "lecture",
        "Second term",
        "lecture is Σ (exp σ − (1 + σ) + m²); kl is the divergence from N(0, 1) with its proper factors, ½ Σ (exp 2σ −"
        " 1 − 2σ + m²).",
        choices=("lecture", "kl"),
    )
    pixel_noise: float = knob(
        0.2,
        "Pixel noise s",
        "By how much a pixel may be off: a reconstruction costs the squared error over 2s². Black is 0, white 1.",
        low=0.05,
        high=1.0,
    )
    hidden_size: int = knob(64, "Hidden size", "How many units each hidden layer has.", low=4, high=256)
    layers: int = knob(2, "Layers", "How many hidden layers the encoder has, and as many the decoder.", low=1, high=4)
    batch_size: int = knob(64, "Batch size", "How many pictures are learnt from in a training step.", low=1, high=512)
    learning_rate: float = learning_rate(0.004)
    clip: float = clip(10.0)

    def __post_init__(self) -> None:
        check_config(self)
