"""One player at a time, on a copy: what if the critic went on learning, or the generator, while the other one waits?"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from core.labs.gan.data import World
from core.labs.gan.losses import critic_loss, gap
from core.labs.gan.model import Gan
from core.labs.gan.moves import Move
from core.labs.gan.task import GanTask
from core.task import TrainState
from core.training.loop import WARM_UP, schedule
from core.training.players import learners

DICE, COUNT = 1, 256
"""What is drawn here, and examples on which the gap is measured."""


@dataclass(frozen=True)
class Played:
    """A copy after some moves.

    Attributes
    ----------
    model : Gan
        The copy.
    gaps : tuple of float
        What the critic told apart before the first step and after each (see `core.labs.gan.losses.gap`), always on the
        same dice.
    movers : tuple of str
        Who made each step.
    """

    model: Gan
    gaps: tuple[float, ...]
    movers: tuple[str, ...]


def played(model: Gan, task: GanTask, step: int, moves: Sequence[Move]) -> Played:
    """Let the players of a copy of `model`, which stays as it is, make some moves.

    Each begins with an empty memory of gradients, and at the learning rate that the training has after `step` steps.

    Parameters
    ----------
    model : Gan
        At a checkpoint.
    task : GanTask
        What it learns; only asked for examples and losses.
    step : int
        Of that checkpoint.
    moves : sequence of (str, int)
        Who steps, and how many times.
    """
    copied = copy.deepcopy(model).train()
    for parameter in copied.parameters():
        parameter.requires_grad_(True)
    found, generator = learners(task.players, copied, task.config), torch.Generator().manual_seed(DICE)
    factor = schedule(max(step, WARM_UP))
    gaps, movers = [_gap(copied, task.world)], []
    for player, count in moves:
        for _ in range(count):
            done = task.step(copied, task.batch(generator), TrainState(step, {}, generator, player))
            found[player].pull(done.losses[player])
            found[player].move(factor * getattr(task.config, found[player].player.learning_rate))
            gaps.append(_gap(copied, task.world))
            movers.append(player)
    return Played(copied.eval(), tuple(gaps), tuple(movers))


@torch.no_grad()
def _gap(model: Gan, world: World) -> float:
    real, classes = world.draw(COUNT, torch.Generator().manual_seed(DICE))
    forged, _, told = model.forged(COUNT, DICE)
    loss = critic_loss(model.config.loss, model.score(real, classes), model.score(forged, told))
    return gap(model.config.loss, float(loss))
