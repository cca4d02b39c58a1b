"""A network that designs networks. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.architecture_search.config import SearchConfig
from core.task import Metric

STEPS = 300
"""Children of each shipped search."""


def _search(seed: int = 0, **config: object) -> Recipe:
    return Recipe(STEPS, config, checkpoints=2, seed=seed)


LAB = Lab(
    key="architecture_search",
    chapter="Better generation",
    title="Architecture search",
    question="Can a sequence model design a network?",
    config=SearchConfig,
    model_path="core.labs.architecture_search.model:Controller",
    task_path="core.labs.architecture_search.task:SearchTask",
    plain_path="core.labs.architecture_search.plain:PLAIN",
    icon=":material/architecture:",
    watch=(
        "Each word of a description has its own distribution. Move the training step: words whose children did better"
        " than expected grow, the others shrink, until the controller keeps writing what works."
    ),
    examples=("1, 32, tanh, 0.1, adam", "4, 64, sigmoid, 0.0001, sgd", "2, 16, relu, 0.1, sgd"),
    recipe=Recipe(
        steps=STEPS,
        checkpoints=20,
        apart={
            "reinforce_1": _search(1),
            "reinforce_2": _search(2),
            "random_0": _search(0, controller="random"),
            "random_1": _search(1, controller="random"),
            "random_2": _search(2, controller="random"),
            "fast_0": _search(0, learning_rate=0.1),
            "fast_1": _search(1, learning_rate=0.1),
            "fast_2": _search(2, learning_rate=0.1),
            "no_baseline_0": _search(0, baseline=False),
            "no_baseline_1": _search(1, baseline=False),
            "no_baseline_2": _search(2, baseline=False),
            "recurrent": Recipe(STEPS, {"space": "recurrent"}, checkpoints=12),
            "recurrent_1": _search(1, space="recurrent"),
            "recurrent_2": _search(2, space="recurrent"),
            "recurrent_random": _search(0, space="recurrent", controller="random"),
            "recurrent_random_1": _search(1, space="recurrent", controller="random"),
            "recurrent_random_2": _search(2, space="recurrent", controller="random"),
        },
    ),
    preview_path="core.labs.architecture_search.preview:preview",
    preview_caption="A description of a network, and how sure the controller is of each word: layers, width,"
    " activation, learning rate, optimizer.",
    lecture=5,
    first_picture="designing",
    metrics=(
        Metric("train_loss", "training loss", "1 − reward", "lower", (0.0, 1.0), measured="step"),
        Metric("expected_reward", "expected reward, over all designs", "accuracy, held out", "higher", (0.0, 1.0)),
        Metric("entropy", "entropy over all designs", "nats", None),
    ),
)
