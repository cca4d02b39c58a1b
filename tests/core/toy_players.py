"""A lab of two players, so small that a step takes a millisecond: a generator of numbers and a critic of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
import xarray as xr
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, softplus

from core.knobs import check_config, knob
from core.lab import Lab
from core.task import Metric, Player, Step, Task, TrainState
from core.trace.schema import check
from tests.core.toy import teach

NOISE = 3
REAL = 2.0
"""The mean of what the generator is to imitate."""


@dataclass(frozen=True)
class DuelConfig:
    """Knobs of the duel."""

    hidden_size: int = knob(8, "Hidden size", "How many units.", low=2, high=64)
    critic_steps: int = knob(2, "Critic steps", "Steps of the critic before one of the generator.", low=1, high=10)
    critic_bound: float = knob(0.2, "Critic bound", "The largest weight.", low=0.01, high=1.0, log=True)
    batch_size: int = knob(8, "Batch size", "How many numbers at once.", low=1, high=64)
    learning_rate: float = knob(0.01, "Learning rate", "How far the generator goes.", low=1e-6, high=100.0, log=True)
    critic_learning_rate: float = knob(0.02, "Critic rate", "How far the critic goes.", low=1e-6, high=100.0, log=True)
    clip: float = knob(1.0, "Gradient clipping", "The longest gradient.", low=0.01, high=100.0, log=True)
    critic_clip: float = knob(0.5, "Critic clipping", "The critic's longest gradient.", low=0.01, high=100.0, log=True)

    def __post_init__(self) -> None:
        check_config(self)


class Duel(nn.Module):
    """A generator of numbers, and a critic that tells them from real ones."""

    def __init__(self, config: DuelConfig) -> None:
        super().__init__()
        H = config.hidden_size
        self.config = config
        self.generator = nn.Sequential(nn.Linear(NOISE, H), nn.Tanh(), nn.Linear(H, 1))
        self.critic = nn.Sequential(nn.Linear(1, H), nn.Tanh(), nn.Linear(H, 1))

    def initialise(self, generator: torch.Generator) -> None:
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.2, 0.2, generator=generator)

    @torch.no_grad()
    def trace(self, text: str) -> xr.Dataset:
        z = torch.full((len(text), NOISE), 0.5)  # (T, Z)
        hidden = self.generator[:2](z)  # (T, H)
        return check(
            xr.Dataset({"hidden_state": (("layer", "time", "unit"), hidden[None].numpy())}, attrs={"cell": "elman"})
        )

    def header(self) -> dict[str, Any]:
        return {}

    @classmethod
    def rebuild(cls, config: DuelConfig, header: Mapping[str, Any]) -> Duel:
        return cls(config)


class DuelTask(Task[Duel, Tensor]):
    """A Wasserstein GAN with clipped weights, and a gradient penalty as well."""

    players = (
        Player("generator", ("generator.",)),
        Player("critic", ("critic.",), "critic_learning_rate", "critic_clip", bound="critic_bound", betas=(0.5, 0.9)),
    )

    def __init__(self, config: DuelConfig, data: Path | None = None) -> None:
        self.config = config

    def model(self, generator: torch.Generator) -> Duel:
        model = Duel(self.config)
        model.initialise(generator)
        return model

    def turns(self, step: int) -> Sequence[str]:
        return ("critic",) * self.config.critic_steps + ("generator",)

    def batch(self, generator: torch.Generator) -> Tensor:
        return REAL + torch.randn(self.config.batch_size, 1, generator=generator)  # (B, 1)

    def step(self, model: Duel, batch: Tensor, state: TrainState) -> Step:
        z = torch.randn(len(batch), NOISE, generator=state.generator)  # (B, Z)
        made = model.generator(z)  # (B, 1)
        turns = state.carry.get("turns", torch.zeros(())) + 1
        if state.player == "generator":
            return Step({"generator": -model.critic(made).mean()}, carry={"turns": turns})
        gap = model.critic(batch).mean() - model.critic(made.detach()).mean()
        between = (0.5 * batch + 0.5 * made.detach()).requires_grad_()  # (B, 1)
        [slope] = torch.autograd.grad(model.critic(between).sum(), between, create_graph=True)  # (B, 1)
        return Step(
            {"critic": -gap + (slope.norm(dim=1) - 1).square().mean()}, {"distance": gap.item()}, {"turns": turns}
        )

    @torch.no_grad()
    def quick_eval(self, model: Duel) -> dict[str, float]:
        z = torch.randn(64, NOISE, generator=torch.Generator().manual_seed(0))  # (B, Z)
        return {"miss": abs(float(model.generator(z).mean()) - REAL)}

    def final_eval(self, model: Duel) -> dict[str, float]:
        return self.quick_eval(model)


DUEL = Lab(
    key="duel",
    chapter="Tests",
    title="Duel",
    question="Do two players fit?",
    config=DuelConfig,
    model_path="tests.core.toy_players:Duel",
    task_path="tests.core.toy_players:DuelTask",
    icon=":material/toys:",
    watch="Nothing.",
    examples=("abc",),
    first_picture="duel",
    metrics=(
        Metric("train_loss", "training loss", "score", None, (None, None), "step"),
        Metric("critic_loss", "loss of the critic", "score", None, (None, None), "step"),
        Metric("miss", "distance of the means", "units"),
    ),
)


class SharedDuelTask(DuelTask):
    """The same two players, who learn in one turn from one forward pass."""

    def turns(self, step: int) -> Sequence[str]:
        return Task.turns(self, step)

    def step(self, model: Duel, batch: Tensor, state: TrainState) -> Step:
        z = torch.randn(len(batch), NOISE, generator=state.generator)  # (B, Z)
        score = model.critic(model.generator(z))  # (B, 1)
        return Step({"generator": -score.mean(), "critic": softplus(score).mean()})


class SplitTask(DuelTask):
    """A player alone, which leaves the rest of the parameters as they were drawn."""

    players = (Player("critic", ("critic.",), "critic_learning_rate", "critic_clip"),)

    def turns(self, step: int) -> Sequence[str]:
        return ("critic",)

    def step(self, model: Duel, batch: Tensor, state: TrainState) -> Step:
        score = model.critic(torch.cat([batch, model.generator(torch.zeros_like(batch).expand(-1, NOISE))]))  # (2B, 1)
        both = torch.cat([score, -score], dim=1)  # (2B, 2)
        real = torch.arange(len(both)) >= len(batch)  # (2B,)
        return Step({"critic": cross_entropy(both, real.long())}, {"reward": 1.0})


@pytest.fixture
def duel(monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The duel as a lab of the course, for one test (import this name into the test's file)."""
    teach(DUEL, monkeypatch)
    return DUEL
