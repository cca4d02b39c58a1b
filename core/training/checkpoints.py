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
from torch import Tensor, nn

from core.course import lab_of
from core.errors import InputError
from core.knobs import configure
from core.training.loop import Training

_FACTS = "unrolled"  # the one entry of the file's metadata: with several, safetensors writes them in any order


def save(path: Path, training: Training, *, lab: str, seed: int, figures: Mapping[str, float]) -> None:
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
    figures : mapping of str to float
        The task's figures at this step.

    Raises
    ------
    InputError
        If the disk is full or the folder cannot be written to.
    """
    tensors = {f"model.{name}": values for name, values in training.model.state_dict().items()}
    for name, parameter in training.model.named_parameters():
        moments = training.optimizer.state.get(parameter, {})  # empty before the first step
        tensors |= {f"optimizer.{name}.{moment}": values for moment, values in moments.items()}
    tensors |= {f"carry.{name}": values for name, values in training.carry.items()}
    tensors["generator"] = training.generator.get_state()
    facts = _facts(training.model, lab, seed, training.step, figures)
    facts |= {"resumable": True, "learning_rate": training.learning_rate, "cpu_seconds": training.cpu_seconds}
    _write_tensors(path, tensors, facts)


def save_weights(
    path: Path,
    model: nn.Module,
    *,
    lab: str,
    seed: int,
    step: int,
    figures: Mapping[str, float],
    half: bool = True,
) -> None:
    """Write the model alone, to be looked at but not to go on from.

    Parameters and `Raises` as of `save`; `step` is the number of steps done, and `half` whether the weights are kept in
    half precision, small enough to ship.
    """
    tensors = {f"model.{name}": _halved(values) if half else values for name, values in model.state_dict().items()}
    _write_tensors(path, tensors, _facts(model, lab, seed, step, figures) | {"resumable": False})


def header(path: Path) -> dict[str, Any]:
    """What the checkpoint says of itself, without a look at its tensors.

    Returns
    -------
    dict
        ``lab``, ``seed``, ``step``, ``config``, ``model`` (see the model's ``rebuild``), ``figures``, ``resumable``;
        and, if it is, ``learning_rate`` and ``cpu_seconds``.

    Raises
    ------
    InputError
        If the file is gone or damaged.
    """
    return _read(path)[0]


def load_model(path: Path) -> nn.Module:
    """The model as it was at this checkpoint, ready to be looked at (in eval mode).

    Raises
    ------
    InputError
        If the file is gone or damaged.
    """
    facts, tensors = _read(path, "model.")
    lab = lab_of(facts["lab"])
    model = lab.model.rebuild(configure(lab.config, facts["config"]), facts["model"])
    try:
        model.load_state_dict(_part(tensors, "model."))
    except RuntimeError as error:  # missing, unknown or misshapen tensors
        raise _damaged(path) from error
    return model.eval()


def restore(training: Training, path: Path) -> None:
    """Move `training` to the moment of the checkpoint, so that its next losses are, bit by bit, those that came next
    then.

    The training may have other knobs than the checkpoint (a fork). Its own learning rate holds if it differs from the
    one that the checkpoint was *configured* with; else the one last set while it trained. With another batch size, what
    is carried from step to step starts anew.

    Raises
    ------
    InputError
        If the file is gone, damaged or without what training needs, or its weights do not fit the model; then the
        sentence names the knobs to blame, and `training` is unchanged.
    """
    facts, tensors = _read(path, "model.", "optimizer.", "carry.", "generator")
    if not facts["resumable"]:
        raise InputError(
            "This checkpoint holds weights to look at, not what training needs to go on from. Train a new run from the"
            " start."
        )
    weights = _part(tensors, "model.")
    _check_fit(training, facts, weights)

    training.model.load_state_dict(weights)
    training.optimizer.state.clear()
    for name, values in _part(tensors, "optimizer.").items():
        parameter, _, moment = name.rpartition(".")
        training.optimizer.state[training.model.get_parameter(parameter)][moment] = values
    training.generator.set_state(tensors["generator"])
    theirs, ours = facts["config"], training.task.config
    training.carry = _part(tensors, "carry.") if ours.batch_size == theirs["batch_size"] else {}
    training.step, training.cpu_seconds = facts["step"], facts["cpu_seconds"]
    training.learning_rate = (
        facts["learning_rate"] if ours.learning_rate == theirs["learning_rate"] else ours.learning_rate
    )


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


def _facts(model: nn.Module, lab: str, seed: int, step: int, figures: Mapping[str, float]) -> dict[str, Any]:
    config = dataclasses.asdict(model.config)
    return {"lab": lab, "seed": seed, "step": step, "config": config, "model": model.header(), "figures": dict(figures)}


def _write_tensors(path: Path, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]) -> None:
    plain = {name: values.detach().contiguous() for name, values in tensors.items()}
    write(path, serialise(plain, metadata={_FACTS: json.dumps(facts)}))


def _halved(values: Tensor) -> Tensor:
    return values.half() if values.is_floating_point() else values


def _part(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): values for name, values in tensors.items() if name.startswith(prefix)}


def _read(path: Path, *prefixes: str) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The facts, and those tensors whose names begin with one of the prefixes."""
    try:
        with safe_open(path, framework="pt") as file:
            facts = json.loads(file.metadata()[_FACTS])
            names = [name for name in file.keys() if name.startswith(prefixes)]  # noqa: SIM118 (it is no mapping)
            return facts, {name: file.get_tensor(name).clone() for name in names}  # the file's own memory is unaligned
    except FileNotFoundError as error:
        raise InputError("The checkpoint {name} is gone. Choose another run or step.", name=path.name) from error
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error


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


def _reshaping(model: nn.Module, theirs: Mapping[str, Any]) -> list[str]:
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


def _damaged(path: Path) -> InputError:
    return InputError(
        "The checkpoint {name} is damaged and cannot be read. Choose another run or step.", name=path.name
    )


def _unwritable(error: OSError) -> InputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError("The disk is full, so nothing could be kept. Make room on it and try again.")
    return InputError(
        "The folder of the runs cannot be written to ({reason}). Allow it, or name another folder in UNROLLED_HOME.",
        reason=error.strerror,
    )
