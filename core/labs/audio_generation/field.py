"""How far back a prediction sees: counted by gradients, and by changing a sample and looking."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch

from core.labs.audio_generation.config import WaveNetConfig
from core.labs.audio_generation.model import WaveNet
from core.labs.audio_generation.sounds import SoundKind

SMALL = WaveNetConfig(conditional=False, channels=2, skip_channels=2, levels=8)
"""A network as small as can be: how far it sees does not depend on that."""


def influence(model: WaveNet, levels: np.ndarray, kind: int, at: int) -> np.ndarray:
    """The length of ∂ log p(x_at) / ∂ u_s for each reading s, where u_s describes sample s − 1; (T,).

    Parameters
    ----------
    model : WaveNet
        Is left as it is.
    levels : ndarray of int64, shape (T,)
        The sound.
    kind : int
        What it is told.
    at : int
        The sample whose prediction is asked about.
    """
    read = model.embedded(torch.from_numpy(levels)[None]).detach().requires_grad_(True)  # (1, T, C)
    told = torch.from_numpy(model.told[[kind]]).to(read.dtype)  # (1, D)
    logits, _ = model.run(read, told)  # (1, T, Q)
    [gradient] = torch.autograd.grad(logits[0, at].log_softmax(0)[levels[at]], read)
    return gradient[0].norm(dim=1).numpy()


@lru_cache(maxsize=64)
def measured_field(layers: int, cycles: int) -> int:
    """How many samples a prediction depends on, counted by gradients that are not 0, in a fresh network.

    Its weights are all positive, so that no gradient is 0 by chance.
    """
    config = replace(SMALL, layers=layers, cycles=cycles)
    model = WaveNet(config, [SoundKind("any")], np.zeros((1, 0)), 8_000).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(0.3)
        model.embedding.copy_(torch.linspace(0.1, 0.5, config.levels + 1)[:, None])
        model.output.copy_(torch.linspace(0.1, 0.5, config.levels))
        model.residual.fill_(0.01)
    length = config.field + 8
    found = influence(model, np.zeros(length, np.int64), 0, length - 1)
    return int((found > 0).sum())


@torch.no_grad()
def changed(model: WaveNet, levels: np.ndarray, kind: int, at: int, ago: int) -> float:
    """By how much some probability of sample `at` changes, at most, when the sample `ago` before it is another.

    Parameters
    ----------
    model : WaveNet
        Is left as it is.
    levels : ndarray of int64, shape (T,)
        The sound.
    kind : int
        What it is told.
    at, ago : int
        ``at − ago`` is at least 0.
    """
    other = levels.copy()
    other[at - ago] = (other[at - ago] + model.config.levels // 2) % model.config.levels
    told = torch.from_numpy(model.told[[kind, kind]])  # (2, D)
    believed = model(torch.from_numpy(np.stack((levels, other))), told)[:, at].softmax(1)  # (2, Q)
    return float((believed[0] - believed[1]).abs().max())
