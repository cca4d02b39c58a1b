"""Torch's own cells where the cell is not the question: how they read sequences, padded ones in both directions."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# ---- reading ----


def states_of(cell: nn.Module, x: Tensor, state: Tensor | None = None) -> Tensor:
    """The hidden states (B, T, H) of a cell that reads x (B, T, I), from a state of zeros if there is no other."""
    hidden = []
    for x_t in x.unbind(1):  # (B, I)
        state = cell(x_t, state)
        hidden.append(state[0] if isinstance(state, tuple) else state)  # an LSTM hands on (h, c)
    return torch.stack(hidden, dim=1)


def reversed_in_place(x: Tensor, lengths: Tensor) -> Tensor:
    """Every sequence of x (B, S, N) read backwards, its padding left at the end."""
    place = torch.arange(x.shape[1])  # (S,)
    mirrored = torch.where(place < lengths[:, None], lengths[:, None] - 1 - place, place)  # (B, S)
    return x.gather(1, mirrored[:, :, None].expand_as(x))


def read(x: Tensor, lengths: Tensor, forwards: nn.Module, backwards: nn.Module | None) -> tuple[Tensor, Tensor]:
    """The states (B, S, H) at all positions of x (B, S, I), and what each direction knew at its end (B, H)."""
    ahead = states_of(forwards, x)  # (B, S, H→)
    last = ahead[torch.arange(len(x)), lengths - 1]  # (B, H→)
    if backwards is None:
        return ahead, last
    back = reversed_in_place(states_of(backwards, reversed_in_place(x, lengths)), lengths)  # (B, S, H←)
    return torch.cat((ahead, back), dim=2), torch.cat((last, back[:, 0]), dim=1)


class ReadingLayer(nn.Module):
    """A GRU that reads padded sentences from left to right, and perhaps another that reads from right to left."""

    def __init__(self, inputs: int, size: int, both: bool) -> None:
        super().__init__()
        self.forwards = nn.GRUCell(inputs, size - size // 2 if both else size)
        self.backwards = nn.GRUCell(inputs, size // 2) if both else None

    def forward(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """What `read` finds."""
        return read(x, lengths, self.forwards, self.backwards)
