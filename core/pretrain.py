"""Pretraining: the finished runs that ship with the app, made from scratch; on one machine the same weights each time.

Another processor, or another build of torch, rounds differently, and a long training may then end in other weights.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from core.errors import InputError
from core.knobs import configure
from core.lab import CHECKPOINTS, Lab, Recipe
from core.runs.comparison import Comparison
from core.runs.shipped import FOLDER
from core.training.checkpoints import load_model, save_weights, write
from core.training.loop import Progress, Training, train


def recipe_of(lab: Lab) -> Recipe:
    """How the shipped run of `lab` is trained.

    Raises
    ------
    InputError
        If none is written down.
    """
    if lab.recipe is None:
        raise InputError("There is no recipe for {lab} yet. Write one into core/labs/{lab}/__init__.py.", lab=lab.key)
    return lab.recipe


COMPARISON = "comparison"
"""The name of a tournament among the parts of a recipe."""


def parts_of(recipe: Recipe) -> tuple[str, ...]:
    """The names of what a recipe makes: of each run, the lab's own without one, and of a tournament."""
    return (*recipe.trainings, *([COMPARISON] if recipe.comparison else []))


def pretrain(
    lab: Lab, recipe: Recipe, folder: Path | None = None, parts: Collection[str] | None = None
) -> Iterator[Progress]:
    """Train a lab's shipped run on one thread and write it: checkpoints, ``run.json`` and ``preview.json``.

    So are its companions, each in a folder of its own, and ``comparison.json``, if the recipe has one. What lay
    there before is replaced at the end, checkpoint by checkpoint.

    Parameters
    ----------
    lab : Lab
        Whose run it is.
    recipe : Recipe
        How it is trained.
    folder : Path, optional
        Where the shipped runs lie, each in the folder named by its lab; by default that of the app.
    parts : collection of str, optional
        What of it is made, of `parts_of`; all by default. The rest stays as it is.

    Yields
    ------
    Progress
        After each step; steps are counted on from one training to the next.

    Raises
    ------
    InputError
        If there is no such part, or nothing can be written there.
    """
    known = parts_of(recipe)
    if unknown := [part for part in parts or () if part not in known]:
        raise InputError(
            "{lab} ships no {part}. It ships: {known}.",
            lab=lab.key,
            part=unknown[0],
            known=", ".join(part or lab.key for part in known),
        )
    torch.set_num_threads(1)
    folder = (folder or FOLDER) / lab.key
    done, wanted = 0, known if parts is None else parts
    for name, its in recipe.trainings.items():
        if name not in wanted:
            continue
        for event in _trained(lab, its, folder / name):
            yield replace(event, step=done + event.step)
        done += its.steps
    if "" in wanted:
        newest = max(folder.glob("*.safetensors"))
        write(folder / "preview.json", _json(lab.preview(load_model(newest).trace(lab.read(lab.examples[0])))))
    if recipe.comparison and COMPARISON in wanted:
        for event in _played(lab, recipe.comparison, folder):
            yield replace(event, step=done + event.step)


def _trained(lab: Lab, recipe: Recipe, folder: Path) -> Iterator[Progress]:
    """Train one run and write its checkpoints and ``run.json``."""
    training, steps = Training.fresh(lab.task(configure(lab.config, recipe.config)), recipe.seed), recipe.steps
    model, task = training.model, training.task
    metrics, points, every = [], [], -(-steps // recipe.rows)
    held_out: dict[str, float] = {}
    for step in recipe.moments or moments(steps, recipe.checkpoints):
        for event in train(training, steps=step - training.step):
            if isinstance(event, Progress):
                yield event
                if event.step % every == 0:
                    metrics.append({"step": event.step, **event.metrics})
        held_out = (task.final_eval if step == steps else task.quick_eval)(model.eval())
        path = folder / f"{step:08d}.safetensors"
        save_weights(path, model, lab=lab.key, seed=recipe.seed, step=step, metrics=held_out)
        points.append({"step": step, "file": path.name, "metrics": held_out})
    run = {
        "lab": lab.key,
        "config": asdict(task.config),
        "seed": recipe.seed,
        "steps": steps,
        "final_metrics": held_out,
        "checkpoints": points,
        "metrics": metrics,
    }
    write(folder / "run.json", _json(run))
    for old in folder.glob("*.safetensors"):
        if old.name not in {point["file"] for point in points}:
            old.unlink()


def _played(lab: Lab, comparison: Comparison, folder: Path) -> Iterator[Progress]:
    """Train every network of a tournament and write how they did: ``comparison.json``."""
    entries, done = [], 0
    for knobs, seed in comparison.entrants():
        training = Training.fresh(lab.task(configure(lab.config, knobs)), seed)
        model, curve = training.model, []
        for event in train(training, steps=comparison.steps):
            if isinstance(event, Progress):
                yield replace(event, step=done + event.step)
            elif event.step < comparison.steps:
                curve.append(_point(event.step, event.metrics))
        curve.append(_point(comparison.steps, training.task.final_eval(model.eval())))
        parameters = sum(weights.numel() for weights in model.parameters())
        entries.append(
            {"cell": knobs["cell"], "length": knobs["length"], "seed": seed, "parameters": parameters, "curve": curve}
        )
        done += comparison.steps
    write(folder / "comparison.json", _json({**asdict(comparison), "entries": entries}))


def _point(step: int, metrics: dict[str, float]) -> tuple[int, float, float]:
    return step, round(metrics["accuracy"], 4), round(metrics["held_out_loss"], 5)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def moments(steps: int, count: int = CHECKPOINTS) -> list[int]:
    """The at most `count` steps whose checkpoints are shipped: 0, and then ever wider apart, up to the last."""
    return sorted({0, *(round(steps ** (n / (count - 1))) for n in range(1, count))})
