"""What one may predict of the variants: what a GRU keeps when its update gate is open."""

from __future__ import annotations

from dashboard.language import translate as _
from dashboard.panels.prediction import Prediction, Revealed
from dashboard.systems.memory.inside import Remembered

STEPS = 20
OPEN = 100.0
"""A bias at which a sigmoid is 1 to the last digit."""

WORDS = {
    "asked": "The update gate z of the GRU in this app stands at 1 for 20 steps. What is its hidden state then?",
    "kept": "What it was before",
    "new": "All new: only the last input counts",
    "mean": "The mean of all that it read",
    "zero": "Zero",
    "why": (
        "Here h = z ∘ h₋₁ + (1 − z) ∘ n, as in torch: z = 1 keeps. Others write z and 1 − z the other way round,"
        " and either is fine; what a gate is called does not say what it does."
    ),
}


def _find(_read: Remembered) -> Revealed:
    kept, renewed = (_change(sign) for sign in (1, -1))
    right = 0 if kept < 1e-6 else 1
    told = _(
        "{steps} random inputs with z = 1 moved h by {kept} at most; with z = 0, which is z = 1 in the other"
        " convention, by {renewed}.",
        steps=STEPS,
        kept=f"{kept:.3g}",
        renewed=f"{renewed:.2f}",
    )
    return Revealed(right, told)


def _change(sign: int) -> float:
    """How far h moves while the update gate is held at 1, or at 0."""
    import torch

    from core.nn.cells.family import build

    generator = torch.Generator().manual_seed(0)
    cell, size = build("gru", 3, 8), 8
    cell.reset_parameters(generator)
    cell.weights(0)["bias_ih"].data[size : 2 * size] += sign * OPEN
    before = torch.rand(1, 1, size, generator=generator) * 2 - 1  # (L, B, H)
    x = torch.randn(1, STEPS, 3, generator=generator)  # (B, T, I)
    with torch.no_grad():
        _, after, _ = cell(x, {"hidden_state": before})
    return float((after["hidden_state"] - before).abs().max())


QUESTION = Prediction(WORDS, _find)
