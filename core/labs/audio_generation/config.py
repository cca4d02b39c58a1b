"""The knobs of a network that writes sound, and of its training: lab ``audio_generation``."""

from __future__ import annotations

from dataclasses import dataclass

from core.common_knobs import clip, learning_rate
from core.knobs import check_config, knob

RATES = {"tones": 4_000, "vowels": 4_000, "speech": 8_000}
"""Samples a second that suit each kind of sound."""

SUITED = "suited"
"""The rate that suits the sound."""


@dataclass(frozen=True)
class WaveNetConfig:
    """Knobs of a WaveNet and of its training (lab ``audio_generation``)."""

    data: str = knob(
        "tones",
        "Sounds",
        "What is learnt: tones of four pitches, five vowels at three pitches, or spoken digits of five voices. A"
        " recording of your own takes their place.",
        choices=tuple(RATES),
    )
    conditional: bool = knob(
        True,
        "Told what to sound",
        "Whether every gate is told which pitch, vowel or voice is to sound; otherwise the network writes any of them.",
    )
    layers: int = knob(
        6,
        "Layers of a cycle",
        "Dilated layers in a row, each looking twice as far back as the one before (1, 2, 4, 8 …).",
        low=1,
        high=10,
    )
    cycles: int = knob(
        1, "Cycles", "How many times the row of dilations is repeated, each time from 1 on.", low=1, high=3
    )
    channels: int = knob(16, "Channels", "Units of each layer: as many filters, and as many gates.", low=2, high=64)
    skip_channels: int = knob(
        32, "Skip channels", "Numbers in which the layers’ sum reaches the output.", low=2, high=128
    )
    levels: int = knob(
        64, "µ-law levels", "How many loudnesses a sample can have, finer near silence.", low=8, high=256
    )
    rate: str = knob(
        SUITED,
        "Sample rate",
        "Samples a second. “suited” takes 4,000 for tones and vowels and 8,000 for speech.",
        choices=(SUITED, "2000", "4000", "8000"),
    )
    window: int = knob(
        300, "Window", "Samples of each sound that a training step reads, from a random place on.", low=32, high=2_000
    )
    astray: float = knob(
        0.25,
        "Led astray",
        "The share of stretches that begin with noise in the place of sound, so that the network learns to find back"
        " when its own writing went wrong.",
        low=0.0,
        high=1.0,
    )
    batch_size: int = knob(8, "Batch size", "How many stretches of sound a training step reads.", low=1, high=64)
    learning_rate: float = learning_rate(0.01)
    clip: float = clip()

    def __post_init__(self) -> None:
        check_config(self)

    @property
    def samples_a_second(self) -> int:
        """The rate in numbers."""
        return RATES[self.data] if self.rate == SUITED else int(self.rate)

    @property
    def dilations(self) -> tuple[int, ...]:
        """How far back the earlier tap of each layer reaches, in samples: d_1 … d_L."""
        return tuple(2**layer for layer in range(self.layers)) * self.cycles

    @property
    def field(self) -> int:
        """How many samples before it a prediction sees, itself not among them: 1 + Σ d, for layers of two taps."""
        return 1 + sum(self.dilations)
