"""A WaveNet as small as can be, for tests."""

from __future__ import annotations

import numpy as np
import torch

from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.model import WaveNet
from core.labs.audio_generation.sounds import SoundKind

KINDS = (SoundKind("low", 100.0), SoundKind("high", 200.0))
RATE = 4_000


def small(seed: int = 0, **knobs) -> WaveNet:
    """A fresh network that knows two kinds; its biases are drawn too, so that nothing is 0 by chance."""
    config = WaveNetConfig(**{"layers": 3, "channels": 4, "skip_channels": 6, "levels": 16, **knobs})
    told = np.eye(2) if config.conditional else np.zeros((2, 0))
    model = WaveNet(config, KINDS, told, RATE).eval()
    generator = torch.Generator().manual_seed(seed)
    model.initialise(generator)
    with torch.no_grad():
        for name in ("condition", "bias", "skip_bias", "hidden_bias", "output_bias"):
            getattr(model, name).normal_(0, 0.3, generator=generator)
    return model


def noise(count: int, levels: int = 16, seed: int = 0) -> np.ndarray:
    """Levels without any order, (count,)."""
    return np.random.default_rng(seed).integers(levels, size=count)
