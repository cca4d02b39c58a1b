"""A sequence that attends to itself. Imports no torch."""

from __future__ import annotations

from core.lab import Lab, Recipe
from core.labs.self_attention.config import SelfAttentionConfig
from core.task import Metric, training_loss

LAB = Lab(
    key="self_attention",
    chapter="Attention",
    title="Self-attention",
    question="What if source and target are the same?",
    config=SelfAttentionConfig,
    model_path="core.labs.self_attention.model:SelfAttention",
    task_path="core.labs.self_attention.task:SelfAttentionTask",
    plain_path="core.labs.self_attention.plain:PLAIN",
    icon=":material/hub:",
    watch=(
        "Point at a token: the arcs show where the chosen head looks. Nobody tells the heads where the answer stands;"
        " drag the training step back to 0, and watch one find it."
    ),
    examples=("KDQFXB", "LSTMGRU", "WORDKEY", "KDQFXB|FXBKDQ"),
    reader_path="core.labs.self_attention.data:read_puzzle",
    recipe=Recipe(
        steps=1_200,
        companions={
            "gru": {"architecture": "gru", "hidden_size": 47},
            "no_positions": {"positions": "none"},
            "no_mask": {"causal": False},
            "one_layer": {"layers": 1},
            "brackets": {"task": "brackets"},
            "brackets_gru": {"task": "brackets", "architecture": "gru", "hidden_size": 47},
        },  # 47 units: as many weights as with attention
        companion_checkpoints=6,
    ),
    preview_path="core.labs.self_attention.preview:preview",
    preview_caption=(
        "One head reading its own sequence: rows look, columns are looked at. From the second bar on it finds the token"
        " that followed last time."
    ),
    lecture=5,
    first_picture="self_attention",
    schema_path="core.labs.self_attention.schema:SCHEMA",
    metrics=(
        training_loss("nats per answer"),
        Metric("accuracy", "accuracy, held out", "share of answers", "higher", (0.0, 1.0)),
        Metric("gold_share", "best head’s weight on the answer", "share of attention", "higher", (0.0, 1.0)),
    ),
)
