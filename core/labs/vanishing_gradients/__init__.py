"""How far back an error reaches in three recurrent cells. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.runs.comparison import Comparison
from core.systems.memory.config import MemoryConfig
from core.systems.memory.metrics import RECALL_METRICS

LAB = Lab(
    key="vanishing_gradients",
    chapter="Memory",
    title="Vanishing gradients",
    question="Why is an RNN forgetful?",
    config=MemoryConfig,
    model_path="core.systems.memory.model:MemoryNetwork",
    task_path="core.systems.memory.task:MemoryTask",
    plain_path="core.systems.memory.plain:PLAIN",
    icon=":material/trending_down:",
    watch=(
        "Turn the weight scale and the initialisation, and read how much of an error is left thirty steps back: in an"
        " Elman network, in a GRU, and in an LSTM along its hidden state and along its cell state."
    ),
    examples=(
        "5 bbcdaadcbbdddbbbdaabacacdddddbcaabdbcdcddcdbcacbcabccaaddacadbacddaaadccbacaaaabdccbacccbddddacdbcd",
        "2 cccadcadbacdcccdaaaccdccbcbccccdaabcbcbc",
        "7 bdaaccbdbacb",
    ),
    recipe=Recipe(
        steps=600,
        companions={"elman": {"cell": "elman"}, "gru": {"cell": "gru"}},
        comparison=Comparison(("lstm", "elman", "gru"), (5, 10, 20, 50, 100, 200), (0, 1, 2), steps=400, config={}),
    ),
    preview_path="core.systems.memory.preview:preview",
    preview_caption=(
        "A digit and then letters, each on the colour of {quantity} {symbol} of unit {unit}, and the same numbers as a"
        " line. After all these steps the network can still name the digit."
    ),
    lecture=2,
    first_picture="microscope",
    metrics=RECALL_METRICS,
)
