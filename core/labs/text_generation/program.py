"""A language model that learns to write documents, each from its beginning to its end.

With x_t the number of the token at position t, x_0 = ⟨BOS⟩, and E[x_t] its embedding:

    h_t = cell(E[x_t], state_{t−1})        p(x_{t+1} = v | x_0 … x_t) = softmax(W h_t + b)_v
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from core.plain.pieces.language import ReaderOfTokens
from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights and documents are drawn from
BATCH_SIZE = 32  # documents that are read side by side
NEIGHBOURS = 8  # a batch is drawn from so many batches of documents of like length, so that few are padded
NONE = -100  # in the place of a token where nothing is asked

# ---- data ----

documents = json.loads(Path("data/documents.json").read_text(encoding="utf-8"))  # of tokens: characters or words
tokens = json.loads(Path("data/tokens.json").read_text(encoding="utf-8"))
number = {token: n for n, token in enumerate(tokens)}
numbers = [torch.tensor([number[token] for token in ("⟨BOS⟩", *text, "⟨EOS⟩")]) for text in documents]  # (T,) each
by_length = sorted(range(len(numbers)), key=lambda place: len(numbers[place]))


def documents_of_like_length(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """What is read, and what is asked for after each token of it, (B, T) each."""
    around = int(torch.randint(len(numbers), (), generator=generator))
    near = torch.randint(min(len(numbers), NEIGHBOURS * BATCH_SIZE), (BATCH_SIZE,), generator=generator)  # (B,)
    chosen = [numbers[by_length[(around + each) % len(numbers)]] for each in near.tolist()]
    read = pad_sequence([text[:-1] for text in chosen], batch_first=True)
    asked = pad_sequence([text[1:] for text in chosen], batch_first=True, padding_value=NONE)
    return read, asked


# ---- training ----


def loss_of(model: ReaderOfTokens, batch: tuple[Tensor, Tensor], generator: torch.Generator) -> Tensor:
    """Cross-entropy in nats per token, each told from the true ones before it."""
    read, asked = batch
    scores, _ = model(read, None, generator)  # (B, T, V)
    return cross_entropy(scores.flatten(0, 1), asked.flatten(), ignore_index=NONE)


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    model = ReaderOfTokens(len(tokens))
    model.initialise(generator)
    losses = train(model, documents_of_like_length, loss_of, generator)
