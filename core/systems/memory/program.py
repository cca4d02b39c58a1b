"""A network that must remember: it reads T symbols or values and gives one answer at the end.

h_t = cell(x_t, state_{t−1})        ŷ = W h_T + b
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss, one_hot

from core.plain.pieces.cells import CELL, Cell
from core.plain.pieces.layers import Layers
from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights and sequences are drawn from
TASK = "recall"
LENGTH = 100  # steps of a sequence
BATCH_SIZE = 32  # sequences that a step learns from
LAYERS = 1
HIDDEN_SIZE = 32  # units of each layer
INITIALISATION = "chrono"
FORGET_BIAS = 0.0  # added to the bias of the gate that keeps the old state
WEIGHT_SCALE = 1.0  # what the matrices between states are multiplied with at the start

# ---- data ----

DIGITS = 8  # symbols that are asked for; their numbers are 0 … 7
LETTERS = 4  # symbols that mean nothing; their numbers are 8 … 11


def recall(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences (B, T, 12) of a digit and then letters, and the digit (B,). Letters never sum to a multiple of 4."""
    digit = torch.randint(DIGITS, (BATCH_SIZE,), generator=generator)  # (B,)
    letters = torch.randint(LETTERS, (BATCH_SIZE, LENGTH - 2), generator=generator)  # (B, T − 2)
    rest = torch.randint(1, LETTERS, (BATCH_SIZE,), generator=generator)  # 0 is kept for sequences to be tested on
    last = (rest - letters.sum(1)) % LETTERS  # (B,)
    symbols = torch.cat((digit[:, None], DIGITS + letters, DIGITS + last[:, None]), dim=1)  # (B, T)
    return one_hot(symbols, DIGITS + LETTERS).float(), digit


def latest(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences (B, T, 12) of letters and digits, and the last digit (B,). Letters never sum to a multiple of 4."""
    digits = torch.randint(DIGITS, (BATCH_SIZE, LENGTH), generator=generator)  # (B, T)
    letters = torch.randint(LETTERS, (BATCH_SIZE, LENGTH), generator=generator)  # (B, T)
    is_digit = torch.rand(BATCH_SIZE, LENGTH, generator=generator) < 1 / 4  # (B, T)
    is_digit[:, 0], is_digit[:, -1] = True, False
    rest = torch.randint(1, LETTERS, (BATCH_SIZE,), generator=generator)  # 0 is kept for sequences to be tested on
    letters[:, -1] = (rest - (letters * ~is_digit)[:, :-1].sum(1)) % LETTERS
    last = (is_digit * torch.arange(LENGTH)).argmax(1)  # (B,)
    symbols = torch.where(is_digit, digits, DIGITS + letters)  # (B, T)
    return one_hot(symbols, DIGITS + LETTERS).float(), digits[torch.arange(BATCH_SIZE), last]


def adding(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences (B, T, 2) of values below ½, one marked in each half, and the sum of the two (B,)."""
    values = torch.rand(BATCH_SIZE, LENGTH, generator=generator) / 2  # (B, T)
    half = LENGTH // 2
    first = torch.randint(half, (BATCH_SIZE,), generator=generator)  # (B,)
    second = torch.randint(half, LENGTH, (BATCH_SIZE,), generator=generator)  # (B,)
    marks = one_hot(first, LENGTH) + one_hot(second, LENGTH)  # (B, T)
    return torch.stack((values, marks), dim=2), (values * marks).sum(1)


sequences = {"recall": recall, "latest": latest, "adding": adding}[TASK]

# ---- model ----


class Rememberer(nn.Module):
    """Recurrent layers, and a linear layer that reads the last hidden state."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.layers = Layers(Cell, 2 if TASK == "adding" else DIGITS + LETTERS, HIDDEN_SIZE, LAYERS)
        self.output = nn.Linear(HIDDEN_SIZE, 1 if TASK == "adding" else DIGITS)
        bound = HIDDEN_SIZE**-0.5
        for weights in self.layers.parameters():
            nn.init.uniform_(weights, -bound, bound, generator=generator)
        nn.init.normal_(self.layers.cells[0].weight_ih, generator=generator)  # pyright: ignore[reportArgumentType]
        if INITIALISATION == "chrono" and CELL not in ("elman", "jordan", "lstm_nfg"):
            self.layers.spread_memories(LENGTH, generator)
        if FORGET_BIAS and CELL not in ("elman", "jordan", "lstm_nfg"):
            self.layers.shift_forget_bias(FORGET_BIAS)
        if WEIGHT_SCALE != 1:
            for cell in self.layers.cells:
                cell.weight_hh.data *= WEIGHT_SCALE  # pyright: ignore[reportOperatorIssue]
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, x: Tensor) -> Tensor:
        """The answers to sequences x (B, T, I)."""
        hidden, _ = self.layers(x)  # (B, T, H)
        return self.output(hidden[:, -1])


def loss_of(model: Rememberer, batch: tuple[Tensor, Tensor], _: torch.Generator) -> Tensor:
    """How wrong the answers are."""
    x, answer = batch
    return mse_loss(model(x)[:, 0], answer) if TASK == "adding" else cross_entropy(model(x), answer)


# ---- training ----

if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Rememberer(generator), sequences, loss_of, generator)
