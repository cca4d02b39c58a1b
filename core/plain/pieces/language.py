"""A language model: the embedding of a token, recurrent layers, and the distribution of the next token."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.plain.pieces.cells import CELL, Cell
from core.plain.pieces.dropout import dropped
from core.plain.pieces.layers import Layers, orthogonal

EMBEDDING_SIZE = 32  # numbers that stand for a token
HIDDEN_SIZE = 128  # units of each layer
LAYERS = 1
DROPOUT = 0.1  # the share of values that is silenced at random in training
FORGET_BIAS = 0.0  # added to the bias of the gate that keeps the old state


# ---- model ----


class ReaderOfTokens(nn.Module):
    """It reads a text token by token and says, after each, how likely every token is to come next."""

    def __init__(self, tokens: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, EMBEDDING_SIZE)
        self.layers = Layers(Cell, EMBEDDING_SIZE, HIDDEN_SIZE, LAYERS)
        self.output = nn.Linear(HIDDEN_SIZE, tokens)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw all weights: uniform from ±1/√H, orthogonal between states, embeddings normal."""
        bound = HIDDEN_SIZE**-0.5
        for weights in self.layers.parameters():
            nn.init.uniform_(weights, -bound, bound, generator=generator)
        for name, weights in self.layers.named_parameters():
            if name.endswith(("weight_hh", "weight_ho", "weight_gates")):
                orthogonal(weights, HIDDEN_SIZE, generator)
        if FORGET_BIAS and CELL not in ("elman", "jordan", "lstm_nfg"):
            self.layers.shift_forget_bias(FORGET_BIAS)
        nn.init.normal_(self.embedding.weight, generator=generator)
        nn.init.uniform_(self.output.weight, -bound, bound, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(
        self, tokens: Tensor, before: list[tuple[Tensor, ...]] | None, generator: torch.Generator
    ) -> tuple[Tensor, list[tuple[Tensor, ...]]]:
        """The scores (B, T, V) of what follows each of the tokens (B, T), and the states after the last."""
        hidden, after = self.layers(self.embedding(tokens), before)  # (B, T, H)
        if DROPOUT:
            hidden = dropped(hidden, DROPOUT, generator)
        return self.output(hidden), after
