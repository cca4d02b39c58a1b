"""Sentences of several lengths in one table."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

# ---- padding ----


def padded(sentences: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """Sentences as one table of numbers (B, S), filled up with zeros, and where there is a token."""
    lengths = torch.tensor([len(sentence) for sentence in sentences])  # (B,)
    longest = int(lengths.max())
    numbers = torch.tensor([sentence + [0] * (longest - len(sentence)) for sentence in sentences])  # (B, S)
    return numbers, torch.arange(longest) < lengths[:, None]
