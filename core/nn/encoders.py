"""How a translator reads the source: a first layer in one direction or in both, and a residual stack above it.

With x_j the embedding of source token j, the layers of the four encoders are

=============  ==========================================  =============================================
encoder        first layer                                 each layer above
=============  ==========================================  =============================================
last_state     h_j = GRU→(x_1 … x_j)                       none
bidirectional  h_j = [GRU→(x_1 … x_j); GRU←(x_j … x_S)]    none
residual       as bidirectional                            h_j ← h_j + [GRU→(h_1 … h_j); GRU←(h_j … h_S)]
gnmt           as bidirectional                            h_j ← h_j + GRU→(h_1 … h_j)
=============  ==========================================  =============================================

so that a layer of a stack learns what to *add*, and the gradient has a way around it.

References
----------
- Schuster, Paliwal 1997, "Bidirectional Recurrent Neural Networks".
- He, Zhang, Ren, Sun 2016, "Deep Residual Learning for Image Recognition", equation 1.
- Wu et al. 2016, "Google's Neural Machine Translation System", sections 3.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from core.nn.cells.gru import GRU
from core.nn.cells.recurrent import Recurrent

STACKED = ("residual", "gnmt")
"""The encoders that have layers above the first."""


class Sentences(NamedTuple):
    """A batch of sentences as numbers, shorter ones padded at the end.

    Attributes
    ----------
    tokens : Tensor of int64, shape (B, T)
    mask : Tensor of bool, shape (B, T)
        True where there is a token, False where there is padding.
    """

    tokens: Tensor
    mask: Tensor

    @classmethod
    def padded(cls, sentences: Sequence[Sequence[int]]) -> Sentences:
        """A batch from sentences of any lengths, none empty."""
        length = torch.tensor([len(sentence) for sentence in sentences])  # (B,)
        longest = int(length.max())
        tokens = torch.tensor([[*sentence, *[0] * (longest - len(sentence))] for sentence in sentences])  # (B, T)
        return cls(tokens, torch.arange(longest) < length.unsqueeze(1))


class Layer(nn.Module):
    """A layer of GRUs over padded sentences: one that reads forwards, or two that share the units.

    Parameters
    ----------
    size : int
        Units H of what it reads and of what it gives out.
    bidirectional : bool
        Whether half of the units read from the end to the beginning.
    """

    def __init__(self, size: int, bidirectional: bool) -> None:
        super().__init__()
        backward = size // 2 if bidirectional else 0
        self.forwards = GRU(size, size - backward)
        self.backwards = GRU(size, backward) if backward else None

    def forward(self, x: Tensor, length: Tensor) -> tuple[Tensor, Tensor]:
        """States (B, S, H) and last states (B, H) of sentences x (B, S, H), of which `length` (B,) positions exist."""
        return read(x, length, self.forwards, self.backwards)


def read(x: Tensor, length: Tensor, forwards: Recurrent, backwards: Recurrent | None) -> tuple[Tensor, Tensor]:
    """Read padded sentences from left to right, and with a second cell from right to left.

    Parameters
    ----------
    x : Tensor, shape (B, S, I)
        Inputs.
    length : Tensor of int64, shape (B,)
        How many positions of each sentence exist.
    forwards, backwards : Recurrent
        The two directions; the second may be missing.

    Returns
    -------
    states : Tensor, shape (B, S, H)
        At each position what was read up to it, in one direction or in both side by side.
    last : Tensor, shape (B, H)
        What each direction knew at its end.
    """
    states, *_ = forwards(x)  # (B, S, H→)
    last = states[torch.arange(len(length)), length - 1]  # (B, H→)
    if backwards is None:
        return states, last
    back = reverse(backwards(reverse(x, length))[0], length)  # (B, S, H←)
    return torch.cat([states, back], dim=2), torch.cat([last, back[:, 0]], dim=1)  # (B, S, H), (B, H)


def reverse(values: Tensor, length: Tensor) -> Tensor:
    """Each sequence of a batch read backwards, its padding left at the end: values (B, S, N), length (B,)."""
    position = torch.arange(values.shape[1])  # (S,)
    mirrored = torch.where(position < length.unsqueeze(1), length.unsqueeze(1) - 1 - position, position)  # (B, S)
    return values.gather(1, mirrored.unsqueeze(2).expand_as(values))  # (B, S, N)


def dropout(values: Tensor, rate: float, generator: torch.Generator | None) -> Tensor:
    """Silence a share of the values, drawn from `generator`, and scale up the rest; without one, nothing happens."""
    if generator is None or not rate:
        return values
    kept = torch.empty_like(values).bernoulli_(1 - rate, generator=generator)
    return values * kept / (1 - rate)
