"""A tagger: it reads a sentence and says of every word which slot the word fills.

With x_t the number of the word at position t and E[x_t] its embedding:

    h_t = cell(E[x_t], state_{t−1})        p(slot_t = k | sentence) = softmax(V h_t + c)_k
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.plain.pieces.cells import Cell
from core.plain.pieces.dropout import dropped
from core.plain.pieces.layers import Layers, TwoWayLayers, orthogonal
from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights and sentences are drawn from
CELL = "gru"
BIDIRECTIONAL = True
LAYERS = 1
HIDDEN_SIZE = 32  # units of each layer, in each direction
EMBEDDING_SIZE = 16  # numbers that stand for a word
WORD_DROPOUT = 0.05  # the share of words that are replaced by ⟨unk⟩
DROPOUT = 0.0  # the share of values that is silenced at random
BATCH_SIZE = 64  # sentences that are read side by side
SLOTS = ("other", "departure", "destination", "departure_time", "arrival_time")

# ---- data ----

words = ["⟨unk⟩", *Path("data/words.txt").read_text(encoding="utf-8").split()]
number = {word: n for n, word in enumerate(words)}
groups = defaultdict(list)  # sentences by their length: no padding comes before what is read backwards
for line in Path("data/sentences.tsv").read_text(encoding="utf-8").splitlines():  # word, slot, word, slot …
    cells = line.split("\t")
    groups[len(cells) // 2].append([[number[word] for word in cells[::2]], [SLOTS.index(slot) for slot in cells[1::2]]])
sentences = [torch.tensor(groups[length]) for length in sorted(groups)]  # (N, 2, T) each, words and slots
weights = torch.tensor([float(len(group)) for group in sentences])


def sentences_of_one_length(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Words and slots, (B, T) each."""
    group = sentences[int(torch.multinomial(weights, 1, generator=generator))]
    chosen = torch.randint(len(group), (BATCH_SIZE,), generator=generator)
    read, asked = group[chosen].unbind(1)
    return read, asked


# ---- model ----


class WordByWord(nn.Module):
    """Layers that see one word at a time: h = tanh(W x + b), whatever came before."""

    def __init__(self, inputs: int, size: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(*sizes) for sizes in pairwise([inputs, *[size] * layers]))

    def forward(self, x: Tensor) -> Tensor:
        """The top layer's h (B, T, H)."""
        for layer in self.layers:
            x = layer(x).tanh()
        return x


class SlotFiller(nn.Module):
    """Embedding, layers that read, and a linear layer that turns their state at each word into a distribution."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(words), EMBEDDING_SIZE)
        if CELL == "none":
            self.layers = WordByWord(EMBEDDING_SIZE, HIDDEN_SIZE, LAYERS)
            size = HIDDEN_SIZE
        elif BIDIRECTIONAL:
            self.layers = TwoWayLayers(Cell, EMBEDDING_SIZE, HIDDEN_SIZE, LAYERS)
            size = 2 * HIDDEN_SIZE
        else:
            self.layers = Layers(Cell, EMBEDDING_SIZE, HIDDEN_SIZE, LAYERS)
            size = HIDDEN_SIZE
        self.output = nn.Linear(size, len(SLOTS))
        for weights in self.layers.parameters():
            nn.init.uniform_(weights, -(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, generator=generator)
        for name, weights in self.layers.named_parameters():
            if name.endswith("weight_hh"):
                orthogonal(weights, HIDDEN_SIZE, generator)
        nn.init.normal_(self.embedding.weight, generator=generator)
        nn.init.uniform_(self.output.weight, -(size**-0.5), size**-0.5, generator=generator)
        nn.init.zeros_(self.output.bias)

    def forward(self, read: Tensor, generator: torch.Generator) -> Tensor:
        """The scores (B, T, K) of the slots of each word (B, T)."""
        hidden = self.layers(self.embedding(read))  # (B, T, H)
        if CELL != "none" and not BIDIRECTIONAL:
            hidden = hidden[0]  # without the states after the last word
        if DROPOUT:
            hidden = dropped(hidden, DROPOUT, generator)
        return self.output(hidden)


# ---- training ----


def loss_of(model: SlotFiller, batch: tuple[Tensor, Tensor], generator: torch.Generator) -> Tensor:
    """Cross-entropy of the slots in nats per word; some words are lost on the way to the network."""
    read, asked = batch
    lost = torch.rand(read.shape, generator=generator) < WORD_DROPOUT  # (B, T)
    scores = model(read.masked_fill(lost, number["⟨unk⟩"]), generator)  # (B, T, K)
    return cross_entropy(scores.flatten(0, 1), asked.flatten())


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(SlotFiller(generator), sentences_of_one_length, loss_of, generator)
