"""A language model read character by character, with every gate in sight. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.systems.language.config import LanguageConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="gates",
    chapter="Memory",
    title="Gates",
    question="Which gates open, and when?",
    config=LanguageConfig,
    model_path="core.systems.language.model:LanguageModel",
    task_path="core.labs.gates.task:LanguageTask",
    plain_path="core.labs.gates.plain:PLAIN",
    icon=":material/memory:",
    watch=(
        "Point at a character: every gate, the cell and the next-character guess show that step. Then drag the training"
        " step back to 0 and watch the order dissolve."
    ),
    examples=(
        'names = ["Ada", "Alan Turing", "Grace"]\nfor name in names:\n    print("Hello, " + name)\n',
        'def greet(name):\n    """Say hello."""\n    return "Hello, " + name\n',
        "# a comment, then a list\nitems = [x for x in range(10) if x % 2]\n",
        "class Stack:\n    def __init__(self):\n        self.items = []\n",
    ),
    recipe=Recipe(steps=6_600),
    preview_path="core.labs.gates.preview:preview",
    preview_caption=(
        "Each character on the colour of {quantity} {symbol} of unit {unit}, and the same numbers as a line. The"
        " network was never told about quotation marks."
    ),
    lecture=1,
    first_picture="microscope",
    metrics=(
        training_loss("nats per character"),
        Metric("bits_per_character", "bits per character, held out", "bits per character"),
    ),
)
