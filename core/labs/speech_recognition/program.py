"""A listener: it hears sound, and writes down what was said while it attends to one stretch after the other.

With h_1 … h_S the encoder's states over the frames, y_1 … y_T the tokens, y_0 = ⟨BOS⟩, z_0 = 0 and c_0 = 0:

    z_i = GRU([y_{i−1}; c_{i−1}], z_{i−1})    c_i = Σ_j α_ij h_j    p(y_i) = softmax(W [z_i; c_i] + b)
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from core.plain.pieces.dropout import silenced
from core.plain.pieces.learning import RATES, STEPS, move, rate_of
from core.plain.pieces.padding import padded
from core.plain.pieces.reading import read

# ---- settings ----

SEED = 0  # what weights, utterances and dropout are drawn from
ENCODER = "stacked"
FRAMES = 3  # frames of 10 ms that become one position
ATTENTION = "location"
MATCH = "additive"
FILTERS = 8  # filters that look at the last alignment
WIDTH = 15  # positions that such a filter sees
HIDDEN_SIZE = 64  # units of the encoder and of the decoder
EMBEDDING_SIZE = 16  # numbers that stand for a token
TOKEN_NOISE = 0.3  # the share of tokens read back that are replaced by random ones: so it must listen
GUIDANCE = 0  # training steps in which attention far from the diagonal is penalised, ever less
DROPOUT = 0.2  # the share of the encoder's values that is silenced at random
BATCH_SIZE = 32  # utterances that are heard side by side
SILENCE = -1.0  # what a frame of silence holds
MELS = 40  # numbers of a frame: the energy in each mel band

# ---- data ----

with np.load("data/frames.npz") as found:  # log-mel energies of all utterances in a row, and how many frames each has
    frames = [torch.from_numpy(part) for part in np.split(found["frames"], found["lengths"].cumsum()[:-1])]
tokens, utterances = json.loads(Path("data/utterances.json").read_text(encoding="utf-8"))
number = {token: n for n, token in enumerate(tokens)}
said = [[number[token] for token in [*utterance["tokens"], "⟨EOS⟩"]] for utterance in utterances]
sizes = [utterance["size"] for utterance in utterances]  # what grows with how long each takes
BOS = len(tokens)


def utterances_of_like_length(generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Frames (B, F, mels), how many are sound (B,), what is said (B, T), and where there is a token (B, T)."""
    drawn = torch.randint(len(frames), (4 * BATCH_SIZE,), generator=generator).tolist()
    drawn.sort(key=sizes.__getitem__)
    quarter = int(torch.randint(4, (), generator=generator))
    chosen = drawn[quarter * BATCH_SIZE : (quarter + 1) * BATCH_SIZE]
    lengths = torch.tensor([len(frames[n]) for n in chosen])
    sound = torch.full((BATCH_SIZE, int(lengths.max()), MELS), SILENCE)
    for row, n in zip(sound, chosen, strict=True):
        row[: len(frames[n])] = frames[n]
    return sound, lengths, *padded([said[n] for n in chosen])


# ---- encoder ----


def merged(x: Tensor, lengths: Tensor, count: int, missing: float) -> tuple[Tensor, Tensor]:
    """Every `count` neighbours of x (B, F, N) side by side, and how many there are (B,)."""
    x = pad(x, (0, 0, 0, -x.shape[1] % count), value=missing)
    return x.reshape(len(x), -1, count * x.shape[2]), -(-lengths // count)


class FramesReader(nn.Module):
    """Frames become fewer positions, each of which knows what lies before and behind it."""

    def __init__(self) -> None:
        super().__init__()
        H = HIDDEN_SIZE
        if ENCODER == "stacked":
            self.forwards = nn.GRUCell(FRAMES * MELS, H - H // 2)
            self.backwards = nn.GRUCell(FRAMES * MELS, H // 2)
        else:  # a pyramid: each layer halves the number of positions
            inputs = [2 * MELS, *[2 * H] * (max(1, (FRAMES - 1).bit_length()) - 1)]
            self.ahead = nn.ModuleList(nn.LSTMCell(size, H - H // 2) for size in inputs)
            self.back = nn.ModuleList(nn.LSTMCell(size, H // 2) for size in inputs)

    def forward(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """The states (B, S, H) at all positions, and which of them exist (B, S)."""
        if ENCODER == "stacked":
            x, lengths = merged(x, lengths, FRAMES, SILENCE)
            x, _ = read(x, lengths, self.forwards, self.backwards)
        else:
            for layer, (forwards, backwards) in enumerate(zip(self.ahead, self.back, strict=True)):
                x, lengths = merged(x, lengths, 2, 0.0 if layer else SILENCE)
                x, _ = read(x, lengths, forwards, backwards)
                x = x * (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
        return x, torch.arange(x.shape[1]) < lengths[:, None]


# ---- attention ----


class Where(nn.Module):
    """Where to listen next: by what is heard there and, with attention by location, by where it listened before."""

    def __init__(self) -> None:
        super().__init__()
        H, reach = HIDDEN_SIZE, WIDTH // 2
        if ATTENTION == "location" or MATCH == "additive":
            self.weight = nn.Parameter(torch.empty(H, H))
            self.key_weight = nn.Parameter(torch.empty(H, H))
        if ATTENTION == "location":
            self.filters = nn.Parameter(torch.empty(FILTERS, 2 * reach + 1))
            self.location_weight = nn.Parameter(torch.empty(H, FILTERS))
            self.bias = nn.Parameter(torch.empty(H))
        if ATTENTION == "location" or MATCH == "additive":
            self.v = nn.Parameter(torch.empty(H))

    def forward(self, z: Tensor, states: Tensor, exists: Tensor, before: Tensor) -> Tensor:
        """The alignment (B, S) of a decoder in state z (B, H), from that of the step before."""
        if ATTENTION == "location":
            around = pad(before, (WIDTH // 2, WIDTH // 2)).unfold(1, self.filters.shape[1], 1)  # (B, S, width)
            location = around @ self.filters.T @ self.location_weight.T  # (B, S, H)
            sums = (z @ self.weight.T)[:, None] + states @ self.key_weight.T + location + self.bias
            score = torch.tanh(sums) @ self.v  # (B, S)
        elif MATCH == "additive":
            score = torch.tanh((z @ self.weight.T)[:, None] + states @ self.key_weight.T) @ self.v  # (B, S)
        else:
            score = (states @ z[:, :, None])[:, :, 0] / HIDDEN_SIZE**0.5  # (B, S)
        return score.masked_fill(~exists, -torch.inf).softmax(1)


# ---- model ----


class Transcriber(nn.Module):
    """Encoder and decoder, the weights drawn uniformly from ±1/√H and embeddings from the normal distribution."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        E, H, V = EMBEDDING_SIZE, HIDDEN_SIZE, len(tokens)
        self.encoder = FramesReader()
        self.embedding = nn.Embedding(V + 1, E)  # ⟨BOS⟩ is the last one
        self.where = Where()
        self.decoder = nn.GRUCell(E + H, H)
        self.output = nn.Linear(2 * H, V)
        for name, weights in self.named_parameters():
            if "embedding" in name:
                nn.init.normal_(weights, generator=generator)
            else:
                nn.init.uniform_(weights, -(H**-0.5), H**-0.5, generator=generator)

    def forward(
        self, sound: Tensor, lengths: Tensor, target: Tensor, generator: torch.Generator
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The scores (B, T, V) of all tokens, where it listened (B, T, S), and which positions exist (B, S)."""
        states, exists = self.encoder(sound, lengths)  # (B, S, H), (B, S)
        if DROPOUT:
            states = silenced(states, DROPOUT, generator)
        before = target[:, :-1]
        if TOKEN_NOISE:
            lost = torch.rand(before.shape, generator=generator) < TOKEN_NOISE
            before = torch.where(lost, torch.randint(len(tokens), before.shape, generator=generator), before)
        embedded = self.embedding(torch.cat((torch.full((len(target), 1), BOS), before), dim=1))  # (B, T, E)
        if DROPOUT:
            embedded = silenced(embedded, DROPOUT, generator)
        z = context = torch.zeros(len(target), HIDDEN_SIZE)
        alignment = torch.zeros(exists.shape)
        alignment[:, 0] = 1  # it begins to listen at the beginning
        readouts, alignments = [], []
        for y in embedded.unbind(1):  # (B, E)
            z = self.decoder(torch.cat((y, context), dim=1), z)
            alignment = self.where(z, states, exists, alignment)  # (B, S)
            context = (alignment[:, None] @ states)[:, 0]  # (B, H)
            readouts.append(torch.cat((z, context), dim=1))
            alignments.append(alignment)
        return self.output(torch.stack(readouts, dim=1)), torch.stack(alignments, dim=1), exists


# ---- training ----


def off_diagonal(alignment: Tensor, written: Tensor, exists: Tensor) -> Tensor:
    """How much attention lies away from the diagonal (guided attention, Tachibana et al. 2018)."""
    token = torch.arange(written.shape[1]) / written.sum(1, keepdim=True)  # (B, T)
    place = torch.arange(exists.shape[1]) / exists.sum(1, keepdim=True)  # (B, S)
    far = 1 - torch.exp(-((token[:, :, None] - place[:, None]) ** 2) / (2 * 0.2**2))  # (B, T, S)
    return (alignment * far).sum(2)[written].mean()


def learn(model: Transcriber, generator: torch.Generator) -> list[float]:
    """Listen, write, compare, and follow the clipped gradient downhill; the loss of every step."""
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, betas=(0.9, 0.99), fused=True)
    losses = []
    for step in range(STEPS):
        sound, lengths, target, asked = utterances_of_like_length(generator)
        scores, alignment, exists = model(sound, lengths, target, generator)
        loss = cross_entropy(scores[asked], target[asked])
        if GUIDANCE:
            loss = loss + max(0.0, 1 - step / GUIDANCE) * off_diagonal(alignment, asked, exists)
        move(weights, optimizer, loss, rate_of(step, RATES))
        losses.append(loss.item())
        print(f"step {step + 1:5d}   loss {losses[-1]:.4f} nats per token")
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = learn(Transcriber(generator), generator)
