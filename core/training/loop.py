"""Training: a generator of events. Ask for the next one and it trains a step; stop asking and it stands still."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.errors import InputError
from core.knobs import Knob, knobs_of
from core.task import RATE, Model, Step, Task, TrainState
from core.training.players import Learner, learners

WARM_UP, HALF_LIFE = 20, 1_000
"""Steps over which the learning rate rises, and steps after which it has fallen to 1/√2 (see `schedule`)."""


@dataclass(frozen=True)
class Progress:
    """One training step has been done.

    Attributes
    ----------
    step : int
        Steps done since the start.
    metrics : dict of str to float
        ``train_loss`` (before the step; of the first player, if it moved), ``learning_rate`` (of this step, after
        `schedule`), ``gradient_norm`` (before clipping), ``cpu_seconds`` (of the process, spent in training so far),
        and whatever the task measured. Where there are several players, each that moved has ``<player>_loss``,
        ``<player>_learning_rate`` and ``<player>_gradient_norm``, of its last turn.
    """

    step: int
    metrics: dict[str, float]


@dataclass(frozen=True)
class Snapshot:
    """Now is the time to keep a checkpoint: `metrics` are those of the task's ``quick_eval``."""

    step: int
    metrics: dict[str, float]


class Diverged(InputError):
    """A loss or its gradient is no longer a number; the weights are still those before it."""


class Training:
    """A training between two steps: all that the next step depends on, and nothing else.

    Two trainings that agree in these attributes have the same losses from here on, bit by bit.

    Attributes
    ----------
    task : Task
    model : Model
    learners : dict of str to Learner
        The players by name, each with its parameters and optimizer.
    generator : torch.Generator
        The only source of randomness.
    carry : dict of str to Tensor
        What the next step starts from, such as the state after the text read so far.
    rates : dict of str to float
        By the name of its knob, each learning rate before `schedule`; `set_rate` changes one between any two steps.
    step : int
        Steps done.
    cpu_seconds : float
        CPU time of the process that went into them and into the snapshots between them.
    """

    def __init__(self, task: Task[Any, Any], model: Model, generator: torch.Generator) -> None:
        self.task, self.model, self.generator = task, model, generator
        self.learners = learners(task.players, model, task.config)
        self.carry: dict[str, Tensor] = {}
        self.step, self.cpu_seconds = 0, 0.0
        self.rates: dict[str, float] = {}
        for player in task.players:
            self.set_rate(getattr(task.config, player.learning_rate), player.learning_rate)

    @classmethod
    def fresh(cls, task: Task[Any, Any], seed: int) -> Training:
        """A training at step 0: first weights, batches and dropout all follow from `seed`."""
        generator = torch.Generator().manual_seed(seed)
        return cls(task, task.model(generator), generator)

    def set_rate(self, rate: float, knob: str = RATE) -> None:
        """From the next step on, `rate` holds for the players whose knob this is.

        Raises
        ------
        InputError
            If it lies outside the knob's range.
        """
        self.rates[knob] = self._knob(knob).parse(rate)

    def _knob(self, name: str) -> Knob:
        [knob] = (knob for knob in knobs_of(self.task.config) if knob.name == name)
        return knob


def train(
    training: Training, *, steps: int | None = None, seconds: float | None = None
) -> Iterator[Progress | Snapshot]:
    """Train, and tell of every step.

    Parameters
    ----------
    training : Training
        Is moved on in place. To pause, ask for no further event; to stop, close the generator.
    steps : int, optional
        At most so many steps more.
    seconds : float, optional
        No step begins after so many more CPU seconds.

    Yields
    ------
    Progress
        After each step.
    Snapshot
        After the progress of each step for which `snapshot_due`, and before the first step of all.

    Raises
    ------
    Diverged
        Instead of an update whose loss or gradient is not finite.
    """
    task, model, learners = training.task, training.model, training.learners
    last_step = math.inf if steps is None else training.step + steps
    last_second = math.inf if seconds is None else training.cpu_seconds + seconds
    if training.step == 0:
        yield _snapshot(training)
    while training.step < last_step and training.cpu_seconds < last_second:
        started = time.process_time()
        factor, metrics = schedule(training.step), {}
        model.train()
        for player in task.turns(training.step):
            batch = task.batch(training.generator)
            state = TrainState(training.step, training.carry, training.generator, player)
            step = task.step(model, batch, state)
            norms = _gradients(step, learners)
            _check_finite(training, step, norms)
            rates = {name: factor * training.rates[learners[name].player.learning_rate] for name in step.losses}
            for name, rate in rates.items():
                learners[name].move(rate)
            training.carry = dict(step.carry)
            metrics |= {**_recorded(step, rates, norms, list(learners)), **step.metrics}

        training.step += 1
        training.cpu_seconds += time.process_time() - started
        yield Progress(training.step, metrics | {"cpu_seconds": training.cpu_seconds})
        if snapshot_due(training.step):
            yield _snapshot(training)


def _gradients(step: Step, learners: Mapping[str, Learner]) -> dict[str, float]:
    """Leave on each player's parameters the clipped gradient of its own loss, and return the lengths before."""
    last = list(step.losses)[-1:]
    return {name: learners[name].pull(loss, keep=[name] != last) for name, loss in step.losses.items()}


def _recorded(
    step: Step, rates: Mapping[str, float], norms: Mapping[str, float], players: list[str]
) -> dict[str, float]:
    """What is recorded of every turn: of a lone player under plain names, of several also under their own."""
    row: dict[str, float] = {}
    for name, loss in step.losses.items():
        if name == players[0]:
            row["train_loss"] = loss.item()
        if len(players) == 1:
            row |= {"learning_rate": rates[name], "gradient_norm": norms[name]}
        else:
            own = {"loss": loss.item(), "learning_rate": rates[name], "gradient_norm": norms[name]}
            row |= {f"{name}_{what}": value for what, value in own.items()}
    return row


def schedule(step: int) -> float:
    """What the learning rate is multiplied with: a short warm-up, then a decay that needs no end, 1/√(1 + step/τ)."""
    return min(1.0, (step + 1) / WARM_UP) / math.sqrt(1 + step / HALF_LIFE)


def snapshot_due(step: int) -> bool:
    """Whether a checkpoint is kept after `step` steps: after each of the first 16, then ever more rarely, at last every
    250.
    """
    return step in _EARLY_SNAPSHOTS or (step > _EARLY_SNAPSHOTS[-1] and (step - _EARLY_SNAPSHOTS[-1]) % 250 == 0)


def _early_snapshots() -> Iterator[int]:
    """0, then gaps of an eighth of the step (at least 1), until a gap is 250."""
    step = 0
    while step // 8 < 250:
        yield step
        step += max(1, step // 8)
    yield step


_EARLY_SNAPSHOTS = tuple(_early_snapshots())


def _snapshot(training: Training) -> Snapshot:
    started = time.process_time()
    training.model.eval()
    metrics = training.task.quick_eval(training.model)
    training.cpu_seconds += time.process_time() - started
    return Snapshot(training.step, metrics)


def _check_finite(training: Training, step: Step, norms: Mapping[str, float]) -> None:
    """Raise `Diverged` for the first player whose loss or gradient is no number."""
    for name, norm in norms.items():
        loss, learner = step.losses[name].item(), training.learners[name]
        if not math.isfinite(loss + norm):
            raise Diverged(
                "At step {step} the loss became {loss:g} and the length of its gradient {norm:g}: the weights had grown"
                " so large that numbers overflowed. Go back to an earlier checkpoint and try a smaller learning rate"
                " (it was {learning_rate:g}) or a smaller clip (it was {clip:g}).",
                step=training.step + 1,
                loss=loss,
                norm=norm,
                learning_rate=training.rates[learner.player.learning_rate],
                clip=learner.clip,
            )
