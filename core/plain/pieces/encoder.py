"""How padded sentences are read: from left to right, or in both directions."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.plain.pieces.cells import GatedRecurrentCell, RecurrentCell
from core.plain.pieces.layers import unrolled

# ---- reading ----


def padded(sentences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Sentences as one table of numbers (B, S), filled up with zeros, and where there is a token."""
    lengths = torch.tensor([len(sentence) for sentence in sentences])  # (B,)
    longest = int(lengths.max())
    numbers = torch.tensor([sentence + [0] * (longest - len(sentence)) for sentence in sentences])  # (B, S)
    return numbers, torch.arange(longest) < lengths[:, None]


def reversed_in_place(x: Tensor, lengths: Tensor) -> Tensor:
    """Every sequence of x (B, S, N) read backwards, its padding left at the end."""
    place = torch.arange(x.shape[1])  # (S,)
    mirrored = torch.where(place < lengths[:, None], lengths[:, None] - 1 - place, place)  # (B, S)
    return x.gather(1, mirrored[:, :, None].expand_as(x))


def read(
    x: Tensor, lengths: Tensor, forwards: RecurrentCell, backwards: RecurrentCell | None
) -> tuple[Tensor, Tensor]:
    """The states (B, S, H) at all positions of x (B, S, I), and what each direction knew at its end (B, H)."""
    ahead, _ = unrolled(forwards, x, (x.new_zeros(len(x), forwards.size),) * forwards.states)  # (B, S, H→)
    last = ahead[torch.arange(len(x)), lengths - 1]  # (B, H→)
    if backwards is None:
        return ahead, last
    zero = (x.new_zeros(len(x), backwards.size),) * backwards.states
    back, _ = unrolled(backwards, reversed_in_place(x, lengths), zero)  # (B, S, H←)
    back = reversed_in_place(back, lengths)
    return torch.cat((ahead, back), dim=2), torch.cat((last, back[:, 0]), dim=1)


class ReadingLayer(nn.Module):
    """A GRU that reads padded sentences from left to right, and perhaps another that reads from right to left."""

    def __init__(self, inputs: int, size: int, both: bool) -> None:
        super().__init__()
        self.forwards = GatedRecurrentCell(inputs, size - size // 2 if both else size)
        self.backwards = GatedRecurrentCell(inputs, size // 2) if both else None

    def forward(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """What `read` finds."""
        return read(x, lengths, self.forwards, self.backwards)
