"""Learning to forge and to tell forgeries: two players, each with its own loss, optimizer and turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.data.points import own_cloud
from core.data.text import read_file
from core.errors import InputError
from core.labs.gan.config import GanConfig
from core.labs.gan.data import Examples, PlaneWorld, World, built_in
from core.labs.gan.losses import critic_loss, gap, generator_loss, penalty
from core.labs.gan.model import Gan
from core.task import Player, Step, Task, TrainState

BETAS = (0.5, 0.9)
"""A short memory: what the other player did long ago counts for little (Gulrajani et al. 2017 use 0 and .9)."""

COUNT, DIGITS = 1_000, 200
"""Forged examples, and forged digits, that are measured."""

DICE = 2014

EXTENT = np.float32(1.3)
"""How far a viewer's own points reach: in a smaller plane a critic of slope 1 sees their shape later."""


class GanTask(Task[Gan, Examples]):
    """A world, and the two players who learn from it and from each other (see `core.task.Task`).

    In every training step the critic has k turns, and then the generator one.

    Parameters
    ----------
    config : GanConfig
    data : Path, optional
        A viewer's own points.

    Raises
    ------
    InputError
        If they cannot be used.
    """

    def __init__(self, config: GanConfig, data: Path | None = None) -> None:
        self.config = config
        self.world: World = built_in(config.data)
        if data is not None:
            if not config.planar:
                raise InputError(
                    "Points of your own lie on the plane. Choose the world gaussians or ring, and train again."
                )
            (cloud, apart), self.report = own_cloud(read_file(data), data.name)
            both = _plane(np.concatenate((cloud, apart)))  # (N, 2)
            self.world = PlaneWorld(config.data, (both[: len(cloud)], both[len(cloud) :]))
        bound = "weight_bound" if config.loss == "wasserstein_clip" else None
        self.players = (
            Player("generator", ("generator.",), betas=BETAS),
            Player("critic", ("critic.",), "critic_learning_rate", bound=bound, betas=BETAS),
        )

    def model(self, generator: torch.Generator) -> Gan:
        """A fresh pair, all weights drawn from `generator`."""
        model = Gan(self.config)
        model.initialise(generator)
        return model

    def turns(self, step: int) -> Sequence[str]:
        """The critic k times, then the generator."""
        return ("critic",) * self.config.k + ("generator",)

    def batch(self, generator: torch.Generator) -> Examples:
        """Real examples; of those the generator is only told the classes."""
        return self.world.draw(self.config.batch_size, generator)

    def step(self, model: Gan, batch: Examples, state: TrainState) -> Step:
        """The loss of whose turn it is; of the critic also the ``gap`` that it sees and its ``penalty``."""
        loss, (real, classes), dice = self.config.loss, batch, state.generator
        noise = torch.randn(len(real), self.config.noise, generator=dice)  # (B, Z)
        if state.player == "generator":
            return Step({"generator": generator_loss(loss, model.score(model.forge(noise, classes), classes))})
        with torch.no_grad():
            forged = model.forge(noise, classes)  # (B, X)
        if loss != "wasserstein_gp":
            score = model.score(torch.cat((real, forged)), classes.repeat(2))  # (2B,)
            found = critic_loss(loss, *score.chunk(2))
            return Step({"critic": found}, {"gap": gap(loss, found.item())})
        share = torch.rand(len(real), 1, generator=dice)  # (B, 1)
        between = share * real + (1 - share) * forged  # (B, X)
        score, slope = model.score_with_slope(torch.cat((real, forged, between)), classes.repeat(3), len(real))
        found, paid = critic_loss(loss, *score.chunk(3)[:2]), penalty(slope)
        return Step(
            {"critic": found + self.config.penalty * paid}, {"gap": gap(loss, found.item()), "penalty": paid.item()}
        )

    def quick_eval(self, model: Gan) -> dict[str, float]:
        """What the world says of forged examples (see `core.labs.gan.data`): always of the same dice."""
        x, _, classes = model.forged(DIGITS if model.classes else COUNT, DICE)
        return self.world.measure(Examples(x, classes))

    def final_eval(self, model: Gan) -> dict[str, float]:
        """The same."""
        return self.quick_eval(model)


def _plane(cloud: np.ndarray) -> Tensor:
    """Points (N, 2) moved and scaled, alike in both directions, until they reach from −`EXTENT` to `EXTENT`."""
    low, high = cloud.min(0), cloud.max(0)  # (2,) each
    return torch.from_numpy(EXTENT * (2 * cloud - low - high) / (high - low).max())  # (N, 2)
