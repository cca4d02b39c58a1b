"""A translator: an encoder reads the source, and a decoder writes the target.

With source x_1 … x_S, target y_1 … y_T, y_0 = ⟨BOS⟩ and h_1 … h_S the encoder's states:

    z_0 = what the encoder knew at its end        z_i = GRU([y_{i−1}; what the decoder is handed], z_{i−1})
    p(y_i | y_1 … y_{i−1}, x) = softmax(W r_i + b), r_i what is read of the decoder after step i
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from core.plain.pieces.attention import AttentionOver
from core.plain.pieces.dropout import silenced
from core.plain.pieces.learning import train
from core.plain.pieces.padding import padded
from core.plain.pieces.reading import ReadingLayer

# ---- settings ----

SEED = 0  # what weights and dropout are drawn from
ENCODER = "bidirectional"
LAYERS = 2
ATTENTION = "scaled_dot"
SOFTMAX = True
ORDER = "step_first"
FIRST_QUERY = "encoder"
HANDOVER = "every_step"
SHARED_WEIGHTS = False
HIDDEN_SIZE = 128  # units of the encoder and of the decoder
EMBEDDING_SIZE = 32  # numbers that stand for a token
DROPOUT = 0.1  # the share of the embeddings' values that is silenced at random
BATCH_SIZE = 32  # pairs that are read side by side

# ---- data ----

source_tokens, target_tokens = json.loads(Path("data/tokens.json").read_text(encoding="utf-8"))  # ⟨EOS⟩ is the last
source_number = {token: n for n, token in enumerate(source_tokens)}
target_number = {token: n for n, token in enumerate(target_tokens)}
BOS, EOS = len(target_tokens), target_number["⟨EOS⟩"]


def pairs() -> Iterator[tuple[list[int], list[int]]]:
    """The pairs in the order in which the run drew them, as numbers; then again from the first."""
    lines = Path("data/pairs.jsonl").read_text(encoding="utf-8").splitlines()
    while True:
        for source, target in map(json.loads, lines):
            yield [source_number[token] for token in source], [*(target_number[token] for token in target), EOS]


drawn = pairs()


def next_pairs(generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Sources, where they have tokens, targets, and where they have tokens: (B, S) and (B, T)."""
    torch.randint(2**60, (BATCH_SIZE,), generator=generator)  # the dice that chose these pairs
    sources, targets = zip(*islice(drawn, BATCH_SIZE), strict=True)
    return (*padded(list(sources)), *padded(list(targets)))


# ---- model ----


class EncoderAndDecoder(nn.Module):
    """Both sides, the weights drawn uniformly from ±1/√H and embeddings from the normal distribution."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        E, H = EMBEDDING_SIZE, HIDDEN_SIZE
        handed = 0 if ATTENTION == "none" and HANDOVER == "once" else H  # numbers that the decoder is handed each step
        above = LAYERS - 1 if ENCODER in ("residual", "gnmt") else 0
        if ATTENTION != "none" and FIRST_QUERY == "learnt":
            self.first_state = nn.Parameter(torch.empty(1 + above if ENCODER == "gnmt" else 1, H))
        self.source_embedding = nn.Embedding(len(source_tokens), E)
        if SHARED_WEIGHTS and ENCODER == "last_state":
            self.encoder = ReadingLayer(E + handed, H, both=False)
        else:
            self.encoder = ReadingLayer(E, H, both=ENCODER != "last_state")
        if ENCODER in ("residual", "gnmt"):
            self.upper_encoder = nn.ModuleList(ReadingLayer(H, H, both=ENCODER == "residual") for _ in range(above))
        self.target_embedding = nn.Embedding(len(target_tokens) + 1, E)  # ⟨BOS⟩ is the last one
        if ATTENTION != "none":
            self.attention = AttentionOver(H)
        if not (SHARED_WEIGHTS and ENCODER == "last_state"):
            self.decoder = nn.GRUCell(E + handed, H)
        if ENCODER == "gnmt":
            self.upper_decoder = nn.ModuleList(nn.GRUCell(H + handed, H) for _ in range(above))
        if ATTENTION != "none" and ORDER == "step_first":
            self.combine = nn.Linear(2 * H, H, bias=False)
        self.output = nn.Linear(H, len(target_tokens))
        for name, weights in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(weights, generator=generator)
            else:
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)

    def encode(self, source: Tensor, mask: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """The states (B, S, H) at all positions of the source, and the last (B, H)."""
        x = self.source_embedding(source)  # (B, S, E)
        if DROPOUT:
            x = silenced(x, DROPOUT, generator)
        if SHARED_WEIGHTS and ENCODER == "last_state":
            x = pad(x, (0, self.encoder.forwards.weight_ih.shape[1] - EMBEDDING_SIZE))  # nothing is handed to a reader
        states, last = self.encoder(x, mask.sum(1))  # (B, S, H), (B, H)
        if ENCODER in ("residual", "gnmt"):
            for layer in self.upper_encoder:
                more, last_more = layer(states, mask.sum(1))
                states, last = states + more, last + last_more
        return states, last

    def forward(self, source: Tensor, mask: Tensor, target: Tensor, generator: torch.Generator) -> Tensor:
        """The scores (B, T, V) of every token of the target, each from the true ones before it (teacher forcing)."""
        states, last = self.encode(source, mask, generator)
        if ATTENTION != "none":
            keys = states @ self.attention.key_weight.T if ATTENTION == "additive" else states
        before = torch.cat((torch.full((len(target), 1), BOS), target[:, :-1]), dim=1)  # (B, T)
        embedded = self.target_embedding(before)  # (B, T, E)
        if DROPOUT:
            embedded = silenced(embedded, DROPOUT, generator)
        if ATTENTION != "none" and FIRST_QUERY == "learnt":
            z, *upper = (state.expand(len(source), -1) for state in self.first_state)  # (B, H) each
        elif ENCODER == "gnmt":
            z, upper = last, [last] * (LAYERS - 1)
        else:
            z = last
        if ATTENTION != "none" and ORDER == "step_first":
            fed = torch.zeros_like(last)
        step = self.encoder.forwards if SHARED_WEIGHTS and ENCODER == "last_state" else self.decoder
        readouts = []
        for y in embedded.unbind(1):  # (B, E)
            if ATTENTION != "none" and ORDER == "step_first":
                z = step(torch.cat((y, fed), dim=1), z)  # (B, H)  # pyright: ignore[reportPossiblyUnboundVariable]
                context = self.attention(z, keys, states, mask)  # (B, H)  # pyright: ignore[reportPossiblyUnboundVariable]
            elif ATTENTION != "none":
                context = self.attention(z, keys, states, mask)  # (B, H)  # pyright: ignore[reportPossiblyUnboundVariable]
                z = step(torch.cat((y, context), dim=1), z)  # (B, H)
            elif HANDOVER == "every_step":
                context = last  # (B, H)
                z = step(torch.cat((y, context), dim=1), z)  # (B, H)
            else:
                context = last[:, :0]  # (B, 0)
                z = step(y, z)  # (B, H)
            output = z
            if ENCODER == "gnmt":
                for layer, cell in enumerate(self.upper_decoder):
                    upper[layer] = cell(torch.cat((output, context), dim=1), upper[layer])  # pyright: ignore[reportPossiblyUnboundVariable]
                    output = output + upper[layer]  # pyright: ignore[reportPossiblyUnboundVariable]
            if ATTENTION != "none" and ORDER == "step_first":
                output = fed = torch.tanh(self.combine(torch.cat((context, output), dim=1)))
            readouts.append(output)
        return self.output(torch.stack(readouts, dim=1))


# ---- training ----


def loss_of(
    model: EncoderAndDecoder, batch: tuple[Tensor, Tensor, Tensor, Tensor], generator: torch.Generator
) -> Tensor:
    """Cross-entropy of the target in nats per token."""
    source, mask, target, asked = batch
    return cross_entropy(model(source, mask, target, generator)[asked], target[asked])


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(EncoderAndDecoder(generator), next_pairs, loss_of, generator)
