"""Two ways to throw the dice that silence a share of the values: the result is alike, the dice are not."""

from __future__ import annotations

import torch
from torch import Tensor

# ---- dropout ----


def dropped(values: Tensor, rate: float, generator: torch.Generator) -> Tensor:
    """Silence a share of the values at random, and make the others larger, so that their sum stays what it was."""
    kept = torch.rand(values.shape, generator=generator) >= rate
    return values * kept / (1 - rate)


def silenced(values: Tensor, rate: float, generator: torch.Generator) -> Tensor:
    """Silence a share of the values at random, and make the others larger, so that their sum stays what it was."""
    return values * torch.empty_like(values).bernoulli_(1 - rate, generator=generator) / (1 - rate)
