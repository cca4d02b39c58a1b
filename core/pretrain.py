"""Pretraining: the finished runs that ship with the app, made from scratch, the same weights each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from core.checkpoints import load_model, save_weights, write
from core.errors import InputError
from core.knobs import configure
from core.labs import Lab
from core.previews import preview
from core.shipped import FOLDER
from core.training import Progress, Training, train

SEED = 0
CHECKPOINTS = 12
"""How many moments of the training one can travel to."""

ROWS = 300
"""How many points of the loss curve are kept at most."""


@dataclass(frozen=True)
class Recipe:
    """How the shipped run of a lab is trained: for how many steps, and with which knobs away from their defaults."""

    steps: int
    config: dict[str, Any] = field(default_factory=dict)


RECIPES = {
    "gates": Recipe(steps=6_000),
    "translation": Recipe(steps=1_500),
}
"""By lab; a multiple of `ROWS` steps each, so that the points of the loss curve lie evenly."""


def recipe_of(lab: Lab) -> Recipe:
    """How the shipped run of `lab` is trained.

    Raises
    ------
    InputError
        If none is written down.
    """
    if lab.key not in RECIPES:
        raise InputError("There is no recipe for {lab} yet. Write one in core/pretrain.py.", lab=lab.key)
    return RECIPES[lab.key]


def pretrain(lab: Lab, recipe: Recipe, folder: Path | None = None) -> Iterator[Progress]:
    """Train a lab's shipped run on one thread and write it: checkpoints, ``run.json`` and ``preview.json``.

    What lay there before is replaced at the end, checkpoint by checkpoint.

    Parameters
    ----------
    lab : Lab
        Whose run it is.
    recipe : Recipe
        How it is trained.
    folder : Path, optional
        Where the shipped runs lie, each in the folder named by its lab; by default that of the app.

    Yields
    ------
    Progress
        After each step.

    Raises
    ------
    InputError
        If nothing can be written there.
    """
    torch.set_num_threads(1)
    folder = (folder or FOLDER) / lab.key
    training = Training.fresh(lab.task(configure(lab.config, recipe.config)), SEED)
    model, task = training.model, training.task
    metrics, points, every = [], [], -(-recipe.steps // ROWS)
    for step in moments(recipe.steps):
        for event in train(training, steps=step - training.step):
            if isinstance(event, Progress):
                yield event
                if event.step % every == 0:
                    metrics.append({"step": event.step, **event.metrics})
        figures = (task.evaluate if step == recipe.steps else task.glance)(model.eval())
        path = folder / f"{step:08d}.safetensors"
        save_weights(path, model, lab=lab.key, seed=SEED, step=step, figures=figures)
        points.append({"step": step, "file": path.name, "figures": figures})
    run = {
        "lab": lab.key, "config": asdict(task.config), "seed": SEED, "steps": recipe.steps, "figures": figures,
        "checkpoints": points, "metrics": metrics,
    }  # fmt: skip
    shown = preview(load_model(path).trace(lab.examples[0]))
    write(folder / "run.json", json.dumps(run).encode())
    write(folder / "preview.json", json.dumps(shown, ensure_ascii=False).encode())
    for old in folder.glob("*.safetensors"):
        if old.name not in {point["file"] for point in points}:
            old.unlink()


def moments(steps: int) -> list[int]:
    """The steps whose checkpoints are shipped: 0, and then ever wider apart, up to the last."""
    return sorted({0, *(round(steps ** (n / (CHECKPOINTS - 1))) for n in range(1, CHECKPOINTS))})
