"""Checkpoints: files from which a training goes on, or a model is looked at. Tensors and JSON, nothing that runs."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialise
from torch import Tensor

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.task import Model
from core.training.files import FACTS, Damaged, check, damaged, header
from core.training.loop import Training

__all__ = ["Damaged", "check", "header", "load_model", "restore", "save", "save_weights", "write"]


def save(path: Path, training: Training, *, lab: str, seed: int, metrics: Mapping[str, float]) -> None:
    """Write all that the next step depends on.

    Parameters
    ----------
    path : Path
        Is replaced in one move, or stays as it was.
    training : Training
        Is left as it is.
    lab : str
        Key of the lab.
    seed : int
        What the training began from.
    metrics : mapping of str to float
        What was measured on held-out data at this step.

    Raises
    ------
    InputError
        If the disk is full or the folder cannot be written to.
    """
    tensors = {f"model.{name}": values for name, values in training.model.state_dict().items()}
    for learner in training.learners.values():
        tensors |= {f"optimizer.{name}": values for name, values in learner.moments().items()}
    tensors |= {f"carry.{name}": values for name, values in training.carry.items()}
    tensors["generator"] = training.generator.get_state()
    facts = _facts(training.model, lab, seed, training.step, metrics)
    facts |= {"resumable": True, "rates": training.rates, "cpu_seconds": training.cpu_seconds}
    _write_tensors(path, tensors, facts)


def save_weights(
    path: Path,
    model: Model,
    *,
    lab: str,
    seed: int,
    step: int,
    metrics: Mapping[str, float],
    half: bool = True,
) -> None:
    """Write the model alone, to be looked at but not to go on from.

    Parameters and `Raises` as of `save`; `step` is the number of steps done, and `half` whether the weights are kept in
    half precision, small enough to ship.
    """
    tensors = {f"model.{name}": _halved(values) if half else values for name, values in model.state_dict().items()}
    _write_tensors(path, tensors, _facts(model, lab, seed, step, metrics) | {"resumable": False})


def load_model(path: Path) -> Any:
    """The model as it was at this checkpoint, ready to be looked at (in eval mode).

    Raises
    ------
    Damaged
        If the file is gone or damaged.
    """
    facts, tensors = _read(path, "model.")
    try:
        lab = lab_of(facts["lab"])
        model = lab.model.rebuild(configure(lab.config, facts["config"]), facts["model"])
        model.load_state_dict(_part(tensors, "model."))
    except (RuntimeError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error  # what it says of itself, or its tensors, are not those of a model of ours
    return model.eval()


def restore(training: Training, path: Path) -> None:
    """Move `training` to the moment of the checkpoint, so that its next losses are, bit by bit, those that came next
    then.

    The training may have other knobs than the checkpoint (a fork). A learning rate of its own holds if it differs
    from the one that the checkpoint was *configured* with; else the one last set while it trained. With another
    batch size, what is carried from step to step starts anew.

    Raises
    ------
    Damaged
        If the file is gone or damaged.
    InputError
        If it is without what training needs, or its weights do not fit the model; then the sentence names the knobs to
        blame. In any case `training` is unchanged.
    """
    facts, tensors = _read(path, "model.", "optimizer.", "carry.", "generator")
    if not facts["resumable"]:
        raise InputError(
            "This checkpoint holds weights to look at, not what training needs to go on from. Train a new run from the"
            " start."
        )
    if "generator" not in tensors or not training.rates.keys() <= facts["rates"].keys() & facts["config"].keys():
        raise damaged(path)
    weights = _part(tensors, "model.")
    _check_fit(training, facts, weights)

    training.model.load_state_dict(weights)
    for learner in training.learners.values():
        learner.recall(_part(tensors, "optimizer."))
    training.generator.set_state(tensors["generator"])
    theirs, ours = facts["config"], training.task.config
    training.carry = _part(tensors, "carry.") if ours.batch_size == theirs["batch_size"] else {}
    training.step, training.cpu_seconds = facts["step"], facts["cpu_seconds"]
    for knob in training.rates:
        same = getattr(ours, knob) == theirs[knob]
        training.set_rate(facts["rates"][knob] if same else getattr(ours, knob), knob)


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all: beside its place, to the disk, then moved.

    Raises
    ------
    InputError
        If the disk is full or the folder cannot be written to.
    """
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _unwritable(error) from error


def _facts(model: Model, lab: str, seed: int, step: int, metrics: Mapping[str, float]) -> dict[str, Any]:
    config = dataclasses.asdict(model.config)
    return {"lab": lab, "seed": seed, "step": step, "config": config, "model": model.header(), "metrics": dict(metrics)}


def _write_tensors(path: Path, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]) -> None:
    plain = {name: values.detach().contiguous() for name, values in tensors.items()}
    write(path, serialise(plain, metadata={FACTS: json.dumps(facts)}))


def _halved(values: Tensor) -> Tensor:
    return values.half() if values.is_floating_point() else values


def _part(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): values for name, values in tensors.items() if name.startswith(prefix)}


def _read(path: Path, *prefixes: str) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The facts, and those tensors whose names begin with one of the prefixes."""
    facts = header(path)
    try:
        with safe_open(path, framework="pt") as file:
            names = [name for name in file.keys() if name.startswith(prefixes)]  # noqa: SIM118 (it is no mapping)
            return facts, {name: file.get_tensor(name).clone() for name in names}  # the file's own memory is unaligned
    except (OSError, SafetensorError, ValueError) as error:
        raise damaged(path) from error


def _check_fit(training: Training, facts: Mapping[str, Any], weights: Mapping[str, Tensor]) -> None:
    """Raise `InputError` unless the checkpoint's weights belong into this training's model."""
    model = training.model
    if facts["model"] != json.loads(json.dumps(model.header())):
        raise InputError(
            "This checkpoint was trained on other data and knows other tokens than this run. "
            "Use the data that it was trained on, or train a new run from the start."
        )
    if _shapes(weights) != _shapes(model.state_dict()):
        raise InputError(
            "The weights of this checkpoint have other shapes than those of this run, because of {knobs}. "
            "Leave these knobs as they were, or train a new run from the start.",
            knobs=", ".join(
                f"{name} ({facts['config'][name]} → {getattr(model.config, name)})"
                for name in _reshaping(model, facts["config"])
            ),
        )


def _reshaping(model: Model, theirs: Mapping[str, Any]) -> list[str]:
    """The knobs whose values in the config `theirs` would, each by itself, give `model` other shapes; else all that
    differ.
    """
    ours = model.config
    other = {name: value for name, value in theirs.items() if value != getattr(ours, name)}
    alone = [
        name
        for name, value in other.items()
        if _shapes(type(model).rebuild(dataclasses.replace(ours, **{name: value}), model.header()).state_dict())
        != _shapes(model.state_dict())
    ]
    return alone or list(other)


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, torch.Size]:
    return {name: values.shape for name, values in tensors.items()}


def _unwritable(error: OSError) -> InputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError(
            "The disk is full, so nothing could be kept. Make room on it and press play, or try again: everything up"
            " to the last checkpoint is there."
        )
    return InputError(
        "The folder of the runs cannot be written to ({reason}). Allow it, or name another folder in UNROLLED_HOME.",
        reason=error.strerror,
    )
