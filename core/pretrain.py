"""Pretraining: the finished runs that ship with the app, made from scratch, the same weights each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from core.errors import InputError
from core.knobs import configure
from core.lab import Lab
from core.nn.cells.family import CELL_KEYS
from core.previews import preview
from core.runs.shipped import FOLDER
from core.runs.tournament import Tournament
from core.training.checkpoints import load_model, save_weights, write
from core.training.loop import Progress, Training, train

SEED = 0
CHECKPOINTS = 12
"""How many moments of a training one can travel to, if its recipe does not say."""

ROWS = 300
"""How many points of the loss curve are kept at most."""


@dataclass(frozen=True)
class Recipe:
    """How the shipped run of a lab is trained, and what is shipped beside it.

    Attributes
    ----------
    steps : int
        Training steps.
    config : dict
        The knobs away from their defaults.
    companions : dict of str to dict
        Runs that are trained alike, but for these knobs; each is shipped under its name.
    apart : dict of str to Recipe
        Runs that are shipped under their names too, but trained in their own way.
    checkpoints, companion_checkpoints : int
        How many moments of its training, and of each companion's, one can travel to.
    tournament : Tournament or None
        Whose results are shipped, without any weights.
    """

    steps: int
    config: dict[str, Any] = field(default_factory=dict)
    companions: dict[str, dict[str, Any]] = field(default_factory=dict)
    apart: dict[str, Recipe] = field(default_factory=dict)
    checkpoints: int = CHECKPOINTS
    companion_checkpoints: int = CHECKPOINTS
    tournament: Tournament | None = None

    @property
    def trainings(self) -> dict[str, Recipe]:
        """All runs by name, each as a recipe of its own; the lab's run has none."""
        alike = {
            name: Recipe(self.steps, {**self.config, **changes}, checkpoints=self.companion_checkpoints)
            for name, changes in self.companions.items()
        }
        return {"": self, **alike, **self.apart}

    @property
    def all_steps(self) -> int:
        """Training steps of everything together."""
        entrants = self.tournament.entrants() if self.tournament else []
        return sum(recipe.steps for recipe in self.trainings.values()) + sum(self.tournament.steps for _ in entrants)


LONG = {"data": "grammar_zh_en", "clauses": 3}
"""Sentences that are too long for one vector."""

RECIPES = {
    "gates": Recipe(steps=6_600),
    "text_generation": Recipe(steps=6_000, config={"hidden_size": 144, "dropout": 0.1}),
    "slot_filling": Recipe(
        steps=600,
        config={"cell": "elman"},
        companions={
            "memoryless": {"cell": "none", "bidirectional": False},
            "elman": {"bidirectional": False},
            "jordan": {"cell": "jordan", "bidirectional": False},
            "deep": {"layers": 2, "bidirectional": False},
        },
    ),
    "vanishing_gradients": Recipe(
        steps=600,
        companions={"elman": {"cell": "elman"}, "gru": {"cell": "gru"}},
        tournament=Tournament(("lstm", "elman", "gru"), (5, 10, 20, 50, 100, 200), (0, 1, 2), steps=400, config={}),
    ),
    "lstm_variants": Recipe(steps=600, tournament=Tournament(CELL_KEYS, (10,), (0, 1, 2, 3, 4), steps=600, config={})),
    "translation": Recipe(
        steps=600,
        config={"hidden_size": 64},
        companions={
            **{match: {"attention": match} for match in ("dot", "cosine", "bilinear", "additive")},
            "v1": {"encoder": "last_state", "attention": "none"},
            "v2": {"encoder": "last_state"},
            "v4": {"encoder": "residual"},
            "v5": {"encoder": "gnmt"},
        },
        companion_checkpoints=5,
        apart={
            "long": Recipe(steps=1_500, config=LONG, checkpoints=4),
            "long_none": Recipe(steps=1_500, config={**LONG, "attention": "none"}, checkpoints=4),
        },
    ),
    "speech_recognition": Recipe(
        steps=600,
        companions={"counting": {"data": "counting", "attention": "content"}, "content": {"attention": "content"}},
        companion_checkpoints=4,
    ),
    "image_generation": Recipe(
        steps=1_800,
        checkpoints=10,
        companions={
            key: {"architecture": key}
            for key in ("raster_pixel", "row_lstm", "diagonal_bilstm", "grid_2d", "grid_3d", "pixel_cnn")
        },
        companion_checkpoints=2,
    ),
    "self_attention": Recipe(
        steps=1_200,
        companions={
            "gru": {"architecture": "gru", "hidden_size": 64},
            "no_positions": {"positions": "none"},
            "no_mask": {"causal": False},
            "one_layer": {"layers": 1},
            "brackets": {"task": "brackets"},
            "brackets_gru": {"task": "brackets", "architecture": "gru", "hidden_size": 64},
        },
        companion_checkpoints=6,
    ),
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

    So are its companions, each in a folder of its own, and ``league.json``, if there is a tournament. What lay there
    before is replaced at the end, checkpoint by checkpoint.

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
        After each step; steps are counted on from one training to the next.

    Raises
    ------
    InputError
        If nothing can be written there.
    """
    torch.set_num_threads(1)
    folder = (folder or FOLDER) / lab.key
    done = 0
    for name, its in recipe.trainings.items():
        for event in _trained(lab, its, folder / name):
            yield replace(event, step=done + event.step)
        done += its.steps
    newest = max(folder.glob("*.safetensors"))
    write(folder / "preview.json", _json(preview(load_model(newest).trace(lab.read(lab.examples[0])))))
    if recipe.tournament:
        for event in _played(lab, recipe.tournament, folder):
            yield replace(event, step=done + event.step)


def _trained(lab: Lab, recipe: Recipe, folder: Path) -> Iterator[Progress]:
    """Train one run and write its checkpoints and ``run.json``."""
    training, steps = Training.fresh(lab.task(configure(lab.config, recipe.config)), SEED), recipe.steps
    model, task = training.model, training.task
    metrics, points, every = [], [], -(-steps // ROWS)
    for step in moments(steps, recipe.checkpoints):
        for event in train(training, steps=step - training.step):
            if isinstance(event, Progress):
                yield event
                if event.step % every == 0:
                    metrics.append({"step": event.step, **event.metrics})
        figures = (task.evaluate if step == steps else task.glance)(model.eval())
        path = folder / f"{step:08d}.safetensors"
        save_weights(path, model, lab=lab.key, seed=SEED, step=step, figures=figures)
        points.append({"step": step, "file": path.name, "figures": figures})
    run = {
        "lab": lab.key,
        "config": asdict(task.config),
        "seed": SEED,
        "steps": steps,
        "figures": figures,
        "checkpoints": points,
        "metrics": metrics,
    }
    write(folder / "run.json", _json(run))
    for old in folder.glob("*.safetensors"):
        if old.name not in {point["file"] for point in points}:
            old.unlink()


def _played(lab: Lab, tournament: Tournament, folder: Path) -> Iterator[Progress]:
    """Train every network of a tournament and write how they did: ``league.json``."""
    entries, done = [], 0
    for knobs, seed in tournament.entrants():
        training = Training.fresh(lab.task(configure(lab.config, knobs)), seed)
        model, curve = training.model, []
        for event in train(training, steps=tournament.steps):
            if isinstance(event, Progress):
                yield replace(event, step=done + event.step)
            elif event.step < tournament.steps:
                curve.append(_point(event.step, event.figures))
        curve.append(_point(tournament.steps, training.task.evaluate(model.eval())))
        parameters = sum(weights.numel() for weights in model.parameters())
        entries.append(
            {"cell": knobs["cell"], "length": knobs["length"], "seed": seed, "parameters": parameters, "curve": curve}
        )
        done += tournament.steps
    write(folder / "league.json", _json({**asdict(tournament), "entries": entries}))


def _point(step: int, figures: dict[str, float]) -> tuple[int, float, float]:
    return step, round(figures["accuracy"], 4), round(figures["held_out_loss"], 5)


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def moments(steps: int, count: int = CHECKPOINTS) -> list[int]:
    """The at most `count` steps whose checkpoints are shipped: 0, and then ever wider apart, up to the last."""
    return sorted({0, *(round(steps ** (n / (count - 1))) for n in range(1, count))})
