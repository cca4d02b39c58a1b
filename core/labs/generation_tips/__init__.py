"""Five faults of networks that generate, and what mends each. Imports no torch."""

from __future__ import annotations

from typing import Any

from core.lab import Lab, Recipe
from core.labs.generation_tips.config import TipsConfig
from core.task import Metric, training_loss

STEPS = 600

MAIN: dict[str, dict[str, Any]] = {
    "coverage": {},
    "mismatch": {"tip": "scheduled_sampling"},
    "feedback": {"tip": "distribution"},
    "beam": {"tip": "beam"},
    "reward": {"tip": "reward"},
}
"""The five experiments that ship with the lab, by name, and their knobs; the first is the lab's own run."""

HURTS: dict[str, dict[str, Any]] = {
    "random_order": {"order": "random", "examples": 2000},
    "plenty": {"examples": 2000},
    "own": {"tip": "scheduled_sampling", "decay": "own"},
    "hack": {"tip": "reward", "reward_length": 0.0, "imitation": 0.0},
}
"""Experiments in which a remedy does not do what one hopes for."""

SEEDS = (1, 2)
"""From which each experiment is trained once more, so that nobody is fooled by one training."""

OFTEN, SELDOM = (0, 50, 100, 200, 300, STEPS), (0, 100, 300, STEPS)
"""The moments of the five experiments that one can travel to, and those of all others."""


def _apart() -> dict[str, Recipe]:
    """What is shipped beside the lab's own run."""
    others = {name: Recipe(STEPS, knobs, moments=OFTEN, rows=100) for name, knobs in MAIN.items() if name != "coverage"}
    doubtful = {name: Recipe(STEPS, knobs, moments=SELDOM, rows=60) for name, knobs in HURTS.items()}
    again = {
        f"{name}_{seed}": Recipe(STEPS, knobs, moments=SELDOM, rows=60, seed=seed)
        for name, knobs in MAIN.items()
        for seed in SEEDS
    }
    return others | doubtful | again


def _tip(tip: str, name: str, unit: str) -> tuple[Metric, ...]:
    """How a tip is judged: by the same number with its remedy and without."""
    return tuple(
        Metric(f"{which}_tip", f"{which}: {name}", unit, "higher", (0.0, 1.0), where={"tip": tip})
        for which in ("with", "without")
    )


LAB = Lab(
    key="generation_tips",
    chapter="Better generation",
    title="Better generation",
    question="What goes wrong when a network generates, and what mends it?",
    config=TipsConfig,
    model_path="core.labs.generation_tips.model:Tipped",
    task_path="core.labs.generation_tips.task:TipsTask",
    plain_path="core.labs.generation_tips.plain:PLAIN",
    icon=":material/healing:",
    watch=(
        "Two networks that differ in one thing: the remedy. Five faults of networks that write, each seen on an"
        " example, and over trainings from three seeds; and where a remedy does harm."
    ),
    examples=("4", "22", "69", "63", "sun moon star cat dog"),
    lecture=5,
    first_picture="tip",
    reader_path="core.labs.generation_tips.examples:read_example",
    schema_path="core.labs.generation_tips.schema:SCHEMA",
    recipe=Recipe(STEPS, moments=OFTEN, apart=_apart()),
    preview_path="core.labs.generation_tips.preview:preview",
    preview_caption=(
        "A network names what the five frames of a video show, one after the other; coverage makes it look at each of"
        " them."
    ),
    metrics=(
        training_loss("nats per word", tip="coverage"),
        training_loss("nats per note", tip="scheduled_sampling"),
        training_loss("nats per word", tip="distribution"),
        training_loss("nats per word", tip="beam"),
        training_loss("nats per word", tip="reward"),
        *_tip("coverage", "complete captions", "share, held out"),
        *_tip("scheduled_sampling", "right notes", "share, held out"),
        *_tip("distribution", "whole sentences", "share of sentences"),
        *_tip("beam", "true probability", "of its sentence"),
        *_tip("reward", "right captions", "share, held out"),
    ),
)
