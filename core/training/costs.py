"""What a training step costs on this machine, measured on a small batch before anything is started."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.limits import limits
from core.training.loop import Training, train

DIRECT_SECONDS = 0.5
"""A step that takes no longer than this is measured as it is; of one that takes longer, a batch of one and of two."""

PATIENCE_SECONDS = 5.0
"""A step that takes longer than this is measured once."""

PER_WEIGHT = 16
"""Bytes per weight: itself, its gradient, and the optimizer's two moments, in single precision."""

BACKWARDS = 2
"""How many times over what is kept for the way back stands in memory on that way: itself, and its gradients."""


@dataclass(frozen=True)
class StepCost:
    """What one training step takes.

    Attributes
    ----------
    seconds : float
        Processor time of one core.
    megabytes : float
        Memory: weights, gradients, moments, and what is kept for the way back.
    parameters : int
        Weights of the network.
    """

    seconds: float
    megabytes: float
    parameters: int

    def check(self) -> None:
        """Raise `InputError` if this server does not allow for it (see `core.limits`)."""
        most = limits()
        if self.parameters > most.parameters:
            raise InputError(
                "With these knobs the network has {count:,} weights; this server allows for {most:,}. Take fewer units"
                " or layers.",
                count=self.parameters,
                most=most.parameters,
            )
        if self.seconds > most.step_seconds or self.megabytes > most.run_mb:
            raise InputError(
                "With these knobs a training step takes about {seconds:.1f} s and {megabytes:.0f} MB; this server"
                " allows for {most_seconds:g} s and {most_megabytes:g} MB. Take fewer units or layers, a smaller"
                " batch, or shorter inputs.",
                seconds=self.seconds,
                megabytes=self.megabytes,
                most_seconds=most.step_seconds,
                most_megabytes=most.run_mb,
            )


def cost_of(lab: Lab, config: Mapping[str, Any], data: Path | None = None) -> StepCost:
    """What a step of `lab` with these knobs takes, on one core of this machine.

    Both grow in proportion to the batch, beside a share that does not; so a step that is slow is measured on a batch of
    one and of two, and what the whole batch takes lies on the line through these.

    Raises
    ------
    InputError
        If a knob or the data cannot be used.
    """
    torch.set_num_threads(1)
    whole = configure(lab.config, config)
    size = whole.batch_size
    one = _measured(lab, whole, 1, data)
    if one.seconds * size <= DIRECT_SECONDS:
        return _measured(lab, whole, size, data) if size > 1 else one
    two = _measured(lab, whole, 2, data) if size > 1 else one
    return StepCost(
        one.seconds + (size - 1) * max(0.0, two.seconds - one.seconds),
        one.megabytes + (size - 1) * max(0.0, two.megabytes - one.megabytes),
        one.parameters,
    )


def _measured(lab: Lab, config: Any, batch_size: int, data: Path | None) -> StepCost:
    """The cost of a step with another batch size: the least of a few, for others work on this machine too, and the
    first may load what it needs.
    """
    training = Training.fresh(lab.task(dataclasses.replace(config, batch_size=batch_size), data), 0)
    training.step = 1  # not the beginning, before which the network would be evaluated
    kept: dict[int, int] = {}

    def keep(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    began = time.thread_time()
    with saved_tensors_hooks(keep, lambda tensor: tensor):
        next(train(training, steps=1))
    seconds = [time.thread_time() - began]
    weights = {parameter.untyped_storage().data_ptr() for parameter in training.model.parameters()}
    activations = sum(bytes_ for place, bytes_ in kept.items() if place not in weights)
    while len(seconds) < 4 and sum(seconds[1:]) < DIRECT_SECONDS and seconds[0] < PATIENCE_SECONDS:
        began = time.thread_time()
        next(train(training, steps=1))
        seconds.append(time.thread_time() - began)
    count = sum(parameter.numel() for parameter in training.model.parameters())
    return StepCost(min(seconds), (PER_WEIGHT * count + BACKWARDS * activations) / 2**20, count)
