"""Training: a generator of events. Ask for the next one and it trains a step; stop asking and it stands still."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

from core.errors import InputError
from core.knobs import knobs_of

WARM_UP, HALF_LIFE = 20, 1_000
"""Steps over which the learning rate rises, and steps after which it has fallen to 1/√2 (see `schedule`)."""

BETAS = (0.9, 0.99)
"""How long the optimizer remembers: in so few steps, a shorter memory of squared gradients learns faster than .999."""


class Task(Protocol):
    """What a training learns: data, model, loss and figures; the same for equal arguments, and never random by itself.

    Parameters
    ----------
    config : dataclass of knobs
        With ``learning_rate`` and ``clip`` among them; `core.training.checkpoints.restore` also asks for ``batch_size``.
    data : Path, optional
        A viewer's own file.

    Raises
    ------
    InputError
        If `data` cannot be used.
    """

    config: Any

    def __init__(self, config: Any, data: Path | None = None) -> None: ...

    def model(self, generator: torch.Generator) -> nn.Module:
        """A fresh model, every weight drawn from `generator`."""

    def batch(self, generator: torch.Generator) -> Any:
        """The examples of one training step, drawn from `generator`."""

    def loss(
        self, model: nn.Module, batch: Any, carry: dict[str, Tensor], generator: torch.Generator
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The mean loss in nats per token (a scalar), and what the next step is to start from, detached.

        The first step gets an empty `carry`. What is random here (dropout) draws from `generator`.
        """

    def glance(self, model: nn.Module) -> dict[str, float]:
        """Figures on held-out data that take at most some 50 ms."""

    def evaluate(self, model: nn.Module) -> dict[str, float]:
        """The figures by which a finished training is judged, on held-out data."""


@dataclass(frozen=True)
class Progress:
    """One training step has been done.

    Attributes
    ----------
    step : int
        Steps done since the start.
    metrics : dict of str to float
        ``train_loss`` (nats per token, before the step), ``learning_rate`` (of this step, after `schedule`),
        ``gradient_norm`` (before clipping), ``cpu_seconds`` (of the process, spent in training so far).
    """

    step: int
    metrics: dict[str, float]


@dataclass(frozen=True)
class Snapshot:
    """Now is the time to keep a checkpoint: `figures` are the task's, at a glance."""

    step: int
    figures: dict[str, float]


class Diverged(InputError):
    """The loss or its gradient is no longer a number; the weights are still those of the step before."""


class Training:
    """A training between two steps: all that the next step depends on, and nothing else.

    Two trainings that agree in these attributes have the same losses from here on, bit by bit.

    Attributes
    ----------
    task : Task
    model : nn.Module
    optimizer : torch.optim.AdamW
        Decoupled weight decay (Loshchilov & Hutter 2019) upon Adam (Kingma & Ba 2015).
    generator : torch.Generator
        The only source of randomness.
    carry : dict of str to Tensor
        What the next step starts from, such as the state after the text read so far.
    step : int
        Steps done.
    cpu_seconds : float
        CPU time of the process that went into them and into the glances between them.
    """

    def __init__(self, task: Task, model: nn.Module, generator: torch.Generator) -> None:
        self.task, self.model, self.generator = task, model, generator
        self.optimizer = torch.optim.AdamW(model.parameters(), betas=BETAS, fused=True)  # fused is 3 to 9 times faster
        self.carry: dict[str, Tensor] = {}
        self.step, self.cpu_seconds = 0, 0.0
        self.learning_rate = task.config.learning_rate

    @classmethod
    def fresh(cls, task: Task, seed: int) -> Training:
        """A training at step 0: first weights, batches and dropout all follow from `seed`."""
        generator = torch.Generator().manual_seed(seed)
        return cls(task, task.model(generator), generator)

    @property
    def learning_rate(self) -> float:
        """The learning rate before `schedule`; may be set between any two steps, within the range of its knob."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        [knob] = (knob for knob in knobs_of(self.task.config) if knob.name == "learning_rate")
        self._learning_rate = knob.parse(value)


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
        Instead of a step whose loss or gradient is not finite.
    """
    task, model, optimizer = training.task, training.model, training.optimizer
    last_step = math.inf if steps is None else training.step + steps
    last_second = math.inf if seconds is None else training.cpu_seconds + seconds
    if training.step == 0:
        yield _snapshot(training)
    while training.step < last_step and training.cpu_seconds < last_second:
        started = time.process_time()
        learning_rate = training.learning_rate * schedule(training.step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate

        model.train()
        batch = task.batch(training.generator)
        loss, carry = task.loss(model, batch, training.carry, training.generator)
        optimizer.zero_grad()
        loss.backward()
        norm = clip_grad_norm_(model.parameters(), task.config.clip)
        metrics = {"train_loss": loss.item(), "learning_rate": learning_rate, "gradient_norm": norm.item()}
        if not math.isfinite(loss.item() + norm.item()):
            raise _diverged(training, loss.item(), norm.item())
        optimizer.step()

        training.carry = carry
        training.step += 1
        training.cpu_seconds += time.process_time() - started
        yield Progress(training.step, metrics | {"cpu_seconds": training.cpu_seconds})
        if snapshot_due(training.step):
            yield _snapshot(training)


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
    figures = training.task.glance(training.model)
    training.cpu_seconds += time.process_time() - started
    return Snapshot(training.step, figures)


def _diverged(training: Training, loss: float, norm: float) -> Diverged:
    return Diverged(
        "At step {step} the loss became {loss:g} and the length of its gradient {norm:g}: the weights had grown so"
        " large that numbers overflowed. Go back to an earlier checkpoint and try a smaller learning rate (it was"
        " {learning_rate:g}) or a smaller clip (it was {clip:g}).",
        step=training.step + 1,
        loss=loss,
        norm=norm,
        learning_rate=training.learning_rate,
        clip=training.task.config.clip,
    )
