"""A network that repeats, one step later, what it heard.

h_t = tanh(W x_t + U h_{t−1} + b)        p(x_{t−1} = k | x_1 … x_t) = softmax(V h_t + c)_k
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, one_hot

from core.plain.pieces.cells import ElmanCell
from core.plain.pieces.layers import Layers
from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights and symbols are drawn from
SYMBOLS = 8  # symbols that there are
LENGTH = 20  # symbols that are heard in a row
BATCH_SIZE = 32  # sequences that a step hears
HIDDEN_SIZE = 32  # units

# ---- data ----


def symbols(generator: torch.Generator) -> Tensor:
    """Numbers of symbols, (B, T), all equally likely."""
    return torch.randint(SYMBOLS, (BATCH_SIZE, LENGTH), generator=generator)


# ---- model ----


class Repeater(nn.Module):
    """A recurrent layer, and a linear layer that makes of each hidden state a distribution over the symbols."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.layers = Layers(ElmanCell, SYMBOLS, HIDDEN_SIZE, 1)
        self.output = nn.Linear(HIDDEN_SIZE, SYMBOLS)
        for weights in self.parameters():
            nn.init.uniform_(weights, -(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, generator=generator)

    def forward(self, heard: Tensor) -> Tensor:
        """The scores (B, T, K) of the symbol before, at each step."""
        hidden, _ = self.layers(one_hot(heard, SYMBOLS).float())  # (B, T, H)
        return self.output(hidden)


# ---- training ----


def loss_of(model: Repeater, heard: Tensor, _: torch.Generator) -> Tensor:
    """Cross-entropy of the symbol before, in nats; at the first step there is none."""
    return cross_entropy(model(heard)[:, 1:].flatten(0, 1), heard[:, :-1].flatten())


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Repeater(generator), symbols, loss_of, generator)
