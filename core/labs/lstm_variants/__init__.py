"""An LSTM without one of its parts, beside the whole. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.lstm_variants.config import VariantsConfig
from core.nn.cells.family import CELL_KEYS
from core.runs.comparison import Comparison
from core.systems.memory.metrics import RECALL_METRICS

LAB = Lab(
    key="lstm_variants",
    chapter="Memory",
    title="LSTM variants",
    question="Which part of an LSTM matters?",
    config=VariantsConfig,
    model_path="core.systems.memory.model:MemoryNetwork",
    task_path="core.systems.memory.task:MemoryTask",
    plain_path="core.systems.memory.plain:PLAIN",
    icon=":material/trophy:",
    watch=(
        "Twelve cells, one task, the same seeds: see in the table how much sooner or later a cell learns"
        " without each part, then hold a tournament on another task or length and watch the table fill."
    ),
    examples=("2 ca5dc1adbbca4ddcabcd", "7 bd1aacc3bdbacb", "0 ddd4dddddd6ddddddddddddd"),
    recipe=Recipe(steps=300, comparison=Comparison(CELL_KEYS, (20,), (0, 1, 2, 3, 4, 5), steps=300, config={})),
    preview_path="core.systems.memory.preview:preview",
    preview_caption=(
        "Digits among letters, each on the colour of {quantity} {symbol} of unit {unit}, and the same numbers as a"
        " line. At the end the network names the last digit, and has forgotten those before it."
    ),
    lecture=2,
    first_picture="microscope",
    metrics=RECALL_METRICS,
)
