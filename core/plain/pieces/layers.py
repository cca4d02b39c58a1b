"""Recurrent layers: a cell that reads a sequence step after step, another one upon it, one in each direction."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.plain.pieces.cells import CELL, RecurrentCell

# ---- layers ----


def unrolled(cell: nn.Module, x: Tensor, states: Sequence[Tensor]) -> tuple[Tensor, tuple[Tensor, ...]]:
    """The hidden states (B, T, H) of a cell that reads x (B, T, I), and all its states after the last step."""
    hidden = []
    for x_t in x.unbind(1):  # (B, I)
        states = cell(x_t, *states)  # (B, H) each
        hidden.append(states[0])
    return torch.stack(hidden, dim=1), tuple(states)


class Layers(nn.Module):
    """Layers of cells, each of which reads the hidden states of the one below."""

    def __init__(self, kind: type[RecurrentCell], inputs: int, size: int, layers: int) -> None:
        super().__init__()
        self.size, self.states = size, kind.states
        self.cells = nn.ModuleList(kind(size if layer else inputs, size) for layer in range(layers))

    def forward(
        self, x: Tensor, before: list[tuple[Tensor, ...]] | None = None
    ) -> tuple[Tensor, list[tuple[Tensor, ...]]]:
        """The hidden states (B, T, H) of the top layer, and the states of every layer after the last step."""
        zero = x.new_zeros(len(x), self.size)  # (B, H)
        after = []
        for layer, cell in enumerate(self.cells):
            x, states = unrolled(cell, x, before[layer] if before else (zero,) * self.states)
            after.append(states)
        return x, after

    @torch.no_grad()
    def shift_forget_bias(self, amount: float) -> None:
        """Let every layer keep more of its memory: add `amount` to the bias of the gate that keeps it."""
        for cell in self.cells:
            bias = cell.bias_ih.split(self.size)[cell.keeps]  # (H,)  # pyright: ignore[reportArgumentType, reportCallIssue]
            if CELL == "lstm_cifg":  # its input gate keeps what it does not let through
                bias -= amount
            else:
                bias += amount

    @torch.no_grad()
    def spread_memories(self, longest: int, generator: torch.Generator) -> None:
        """Start with memories of 1 to `longest` steps (chrono initialisation, Tallec & Ollivier 2018)."""
        for cell in self.cells:
            keep = cell.bias_ih.split(self.size)[cell.keeps]  # (H,)  # pyright: ignore[reportArgumentType, reportCallIssue]
            keep.uniform_(1, max(1, longest - 1), generator=generator).log_()
            cell.bias_hh.split(self.size)[cell.keeps].zero_()  # pyright: ignore[reportArgumentType, reportCallIssue]
            if CELL == "lstm_cifg":  # its input gate keeps what it does not let through
                keep.neg_()
            elif CELL not in ("gru", "lstm_nig"):  # the input gate, the first block, writes rarely what is kept long
                cell.bias_ih.split(self.size)[0].copy_(-keep)  # pyright: ignore[reportCallIssue]
                cell.bias_hh.split(self.size)[0].zero_()  # pyright: ignore[reportCallIssue]


class TwoWayLayers(nn.Module):
    """Layers of two cells each, one of which reads from the end to the beginning."""

    def __init__(self, kind: type[RecurrentCell], inputs: int, size: int, layers: int) -> None:
        super().__init__()
        self.size, self.states = size, kind.states
        reads = [2 * size if layer else inputs for layer in range(layers) for _ in range(2)]
        self.cells = nn.ModuleList(kind(read, size) for read in reads)

    def forward(self, x: Tensor) -> Tensor:
        """The hidden states of the top layer, forwards and backwards side by side, (B, T, 2H)."""
        zero = (x.new_zeros(len(x), self.size),) * self.states
        cells = iter(self.cells)
        for forwards, backwards in zip(cells, cells, strict=True):
            ahead, _ = unrolled(forwards, x, zero)  # (B, T, H)
            back, _ = unrolled(backwards, x.flip(1), zero)  # (B, T, H)
            x = torch.cat((ahead, back.flip(1)), dim=2)  # (B, T, 2H)
        return x


def orthogonal(weight: Tensor, size: int, generator: torch.Generator) -> None:
    """Make every block of H rows and H columns orthogonal: it neither lengthens nor shortens what it passes on."""
    for rows in weight.data.split(size):
        for block in rows.split(size, dim=1):
            nn.init.orthogonal_(block, generator=generator)
