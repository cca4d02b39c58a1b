"""What a training drew, drawn once more without training: for data that are made one by one, and never end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from core.plain.plain import Start

MOST = 200_000
"""Examples that travel at most; a plain file then begins again with the first."""


def batches(task: Any, start: Start, dice: Callable[[Any, torch.Generator], None]) -> Iterator[Any]:
    """The batches of a training in their order.

    Parameters
    ----------
    task : Task
        Of one player; it is asked for a model and for batches.
    start : Start
        How the training began.
    dice : callable
        Throws what a step throws between two batches, from a batch and the generator.
    """
    generator = torch.Generator().manual_seed(start.seed)
    task.model(generator)
    for _ in range(min(start.steps, MOST // task.config.batch_size)):
        batch = task.batch(generator)
        yield batch
        dice(batch, generator)


def sides_silenced(dropout: float, embedding_size: int) -> Callable[[Any, torch.Generator], None]:
    """The dice of an encoder–decoder: dropout of the embeddings of both sides of a batch."""

    def dice(batch: Any, generator: torch.Generator) -> None:
        for sentences in batch if dropout else ():
            torch.empty(*sentences.tokens.shape, embedding_size).bernoulli_(generator=generator)

    return dice


def rows(sentences: Any) -> list[list[int]]:
    """The numbers in a batch of padded sentences (see `core.nn.encoders.Sentences`), without the padding."""
    tokens: Tensor = sentences.tokens
    return [row[there].tolist() for row, there in zip(tokens, sentences.mask, strict=True)]
