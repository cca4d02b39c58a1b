"""A chatbot: an encoder reads what was said, and a decoder writes the answer.

With x_1 … x_S the prompt, y_1 … y_T the answer, y_0 = ⟨BOS⟩ and h_1 … h_S the encoder's states:

    z_i = GRU([y_{i−1}; a_{i−1}], z_{i−1})    c_i = Σ_j α_ij h_j    a_i = tanh(W_c [c_i; z_i])
    p(y_i) = softmax(W a_i + b)

Without attention there is neither c nor a: the decoder starts from the encoder's last state, and knows nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from core.plain.pieces.attention import AttentionOver
from core.plain.pieces.dropout import silenced
from core.plain.pieces.learning import train
from core.plain.pieces.padding import padded
from core.plain.pieces.reading import ReadingLayer, states_of

# ---- settings ----

SEED = 0  # what weights and dropout are drawn from
ATTENTION = "scaled_dot"
SOFTMAX = True
COPYING = False
HIDDEN_SIZE = 64  # units of the encoder and of the decoder
EMBEDDING_SIZE = 32  # numbers that stand for a token
DROPOUT = 0.0  # the share of the embeddings' values that is silenced at random
BATCH_SIZE = 48  # dialogues that are read side by side

# ---- data ----

tokens = json.loads(Path("data/tokens.json").read_text(encoding="utf-8"))
number = {token: n for n, token in enumerate(tokens)}
BOS, EOS = len(tokens), number["⟨EOS⟩"]


def dialogues() -> Iterator[tuple[list[int], list[int]]]:
    """Prompts and answers in the order in which the run drew them, as numbers; then again from the first."""
    lines = Path("data/dialogues.jsonl").read_text(encoding="utf-8").splitlines()
    while True:
        for prompt, answer in map(json.loads, lines):
            yield [number[token] for token in prompt], [*(number[token] for token in answer), EOS]


drawn = dialogues()


def next_dialogues(generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Prompts, where they have tokens, answers, and where they have tokens: (B, S) and (B, T)."""
    torch.randint(2**60, (BATCH_SIZE,), generator=generator)  # the dice that chose these dialogues
    prompts, answers = zip(*islice(drawn, BATCH_SIZE), strict=True)
    return (*padded(list(prompts)), *padded(list(answers)))


# ---- model ----


class Answering(nn.Module):
    """Both sides, the weights drawn uniformly from ±1/√H and embeddings from the normal distribution."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        E, H, V = EMBEDDING_SIZE, HIDDEN_SIZE, len(tokens)
        self.embedding = nn.Embedding(V + 1, E)  # of prompts and answers; ⟨BOS⟩ is the last one
        self.encoder = ReadingLayer(E, H, both=True)
        if ATTENTION != "none":
            self.attention = AttentionOver(H)
        self.decoder = nn.GRUCell(E if ATTENTION == "none" else E + H, H)
        if ATTENTION != "none":
            self.combine = nn.Linear(2 * H, H, bias=False)
        if ATTENTION != "none" and COPYING:
            self.gate = nn.Linear(H, 1)
        self.output = nn.Linear(H, V)
        for name, weights in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(weights, generator=generator)
            else:
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)

    def embedded(self, numbers: Tensor, generator: torch.Generator) -> Tensor:
        """Tokens (B, T) as vectors (B, T, E)."""
        x = self.embedding(numbers)
        return silenced(x, DROPOUT, generator) if DROPOUT else x

    def forward(self, prompt: Tensor, mask: Tensor, answer: Tensor, generator: torch.Generator) -> Tensor:
        """The scores (B, T, V) of every token of the answer, each from the true ones before it (teacher forcing)."""
        states, z = self.encoder(self.embedded(prompt, generator), mask.sum(1))  # (B, S, H), (B, H)
        before = torch.cat((torch.full((len(answer), 1), BOS), answer[:, :-1]), dim=1)  # (B, T)
        if ATTENTION == "none":
            read = states_of(self.decoder, self.embedded(before, generator), z)  # (B, T, H)
            return self.output(read)
        keys = states @ self.attention.key_weight.T if ATTENTION == "additive" else states  # (B, S, H)
        a, read, copied = torch.zeros_like(z), [], []
        for y in self.embedded(before, generator).unbind(1):  # (B, E)
            z = self.decoder(torch.cat((y, a), dim=1), z)  # (B, H)
            context = self.attention(z, keys, states, mask)  # (B, H)
            a = torch.tanh(self.combine(torch.cat((context, z), dim=1)))  # (B, H)
            read.append(a)
            if COPYING:  # how likely each token is when it is taken from the prompt, (B, V)
                alignment = self.attention.alignment(z, keys, mask)  # (B, S)
                copied.append(alignment.new_zeros(len(z), len(tokens)).scatter_add(1, prompt, alignment))
        if not COPYING:
            return self.output(torch.stack(read, dim=1))
        g = torch.sigmoid(self.gate(torch.stack(read, dim=1)))  # (B, T, 1)
        mixed = g * self.output(torch.stack(read, dim=1)).softmax(-1) + (1 - g) * torch.stack(copied, dim=1)
        return (mixed + 1e-9).log()


# ---- training ----


def loss_of(model: Answering, batch: tuple[Tensor, Tensor, Tensor, Tensor], generator: torch.Generator) -> Tensor:
    """Cross-entropy of the answer in nats per token."""
    prompt, mask, answer, asked = batch
    return cross_entropy(model(prompt, mask, answer, generator)[asked], answer[asked])


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(Answering(generator), next_dialogues, loss_of, generator)
