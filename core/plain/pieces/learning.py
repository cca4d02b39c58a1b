"""The learning rate over training, a step downhill, and the loop of a network that learns alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

STEPS = 100  # training steps
RATES = [(0, 0.01)]  # from which step on, which learning rate
CLIP = 1.0  # the longest that a gradient may be


# ---- learning ----


def rate_of(step: int, rates: Sequence[tuple[int, float]]) -> float:
    """The learning rate of a step: what was chosen last, rising over 20 steps and then falling with 1/√step."""
    chosen = [rate for since, rate in rates if since <= step][-1]
    return min(1.0, (step + 1) / 20) / math.sqrt(1 + step / 1_000) * chosen


def train(
    model: nn.Module, draw: Callable[..., Any], loss_of: Callable[..., Tensor], generator: torch.Generator
) -> list[float]:
    """Draw a batch, find its loss, follow the clipped gradient downhill; again and again. The loss of every step."""
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, betas=(0.9, 0.99), fused=True)
    losses = []
    for step in range(STEPS):
        loss = loss_of(model, draw(generator), generator)
        move(weights, optimizer, loss, rate_of(step, RATES))
        losses.append(loss.item())
        print(f"step {step + 1:5d}   loss {losses[-1]:.4f}")
    return losses


def move(weights: list[nn.Parameter], optimizer: torch.optim.Optimizer, loss: Tensor, rate: float) -> None:
    """One step downhill: along the clipped gradient of a loss, at this learning rate."""
    optimizer.zero_grad()
    loss.backward(inputs=weights)
    nn.utils.clip_grad_norm_(weights, CLIP)
    optimizer.param_groups[0]["lr"] = rate
    optimizer.step()
