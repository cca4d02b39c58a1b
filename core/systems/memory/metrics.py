"""What is drawn of a network that must remember, over its training."""

from __future__ import annotations

from core.task import Metric, training_loss

RECALL_METRICS = (
    training_loss("nats per answer", task="recall"),
    training_loss("nats per answer", task="latest"),
    training_loss("squared error", task="adding"),
    Metric("accuracy", "accuracy, held out", "share of answers", "higher", (0.0, 1.0)),
)
