"""A one-unit LSTM whose gates a person sets. Imports no torch."""

from __future__ import annotations

from core.lab import Lab
from core.labs.lstm_by_hand.config import ByHandConfig

LAB = Lab(
    key="lstm_by_hand",
    chapter="Memory",
    title="LSTM by hand",
    question="What do the gates do?",
    config=ByHandConfig,
    model_path="core.labs.lstm_by_hand.model:LSTMByHand",
    task_path=None,
    icon=":material/back_hand:",
    watch=(
        "Step through the cell and see what each gate lets through; then click a gate, and see what the memory becomes."
    ),
    examples=("3 4 2 1 3", "5 1 4 8 2 6", "1 1 1 1 1 1"),
    lecture=1,
    first_picture="by_hand",
)
