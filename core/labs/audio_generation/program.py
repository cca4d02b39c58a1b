"""A WaveNet: it believes something of the next sample of a sound from those before it.

    p(x) = Π_t p(x_t | x_1 … x_{t−1})
    z_t = tanh(a_t^f) ∘ σ(a_t^g) in every layer, with a_t = U u_{t−d} + W u_t + V h + b

Layer by layer u_t ← u_t + R z_t, and all z together say which of the µ-law levels comes next.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, relu

from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights, stretches and noise are drawn from
LAYERS = 6  # of a cycle: they look 1, 2, 4 … samples back
CYCLES = 1
CHANNELS = 16  # filters, and as many gates, of a layer
SKIP_CHANNELS = 32  # numbers in which the layers' sum reaches the output
LEVELS = 64  # loudnesses that a sample can have, finer near silence
WINDOW = 300  # samples of each sound that a step reads
ASTRAY = 0.25  # the share of stretches that begin with noise, so that the network learns to find back
BATCH_SIZE = 8  # stretches that a step reads
NOT_ASKED = -1  # in the place of a level where nothing is to be predicted

# ---- data ----

with np.load("data/sounds.npz") as found:  # µ-law levels of all sounds in a row, and how long each is
    sounds = np.split(found["levels"].astype(np.int64), found["lengths"].cumsum()[:-1])
    kinds, told_of = found["kinds"], found["told"]  # (N,), and of each kind what a network is told: (K, D)
weights = torch.tensor([len(sound) for sound in sounds], dtype=torch.float64)


def to_levels(samples: np.ndarray) -> np.ndarray:
    """The µ-law levels of samples from −1 to 1."""
    mu = LEVELS - 1
    x = np.clip(samples, -1, 1)
    squeezed = np.sign(x) * np.log1p(mu * np.abs(x)) / np.log1p(mu)
    return np.rint((squeezed + 1) / 2 * mu).astype(np.int64)


def stretches(generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """What is read (B, T), what each stretch is told to be (B, D), and what is to be predicted (B, T)."""
    B, T = BATCH_SIZE, min(WINDOW, min(map(len, sounds)))
    chosen = torch.multinomial(weights, B, replacement=True, generator=generator).tolist()
    places = torch.rand(B, generator=generator).tolist()
    starts = [int(place * (len(sounds[n]) - T + 1)) for n, place in zip(chosen, places, strict=True)]
    levels = torch.from_numpy(np.stack([sounds[n][at : at + T] for n, at in zip(chosen, starts, strict=True)]))
    led = torch.rand(B, generator=generator) < ASTRAY  # (B,) which begin with noise
    until = led * torch.rand(B, generator=generator) * T / 2  # (B,)
    loudness = 0.01 ** torch.rand(B, 1, generator=generator)
    noise = torch.from_numpy(to_levels((loudness * torch.randn(B, T, generator=generator)).numpy()))
    lost = torch.arange(T) < until[:, None]  # (B, T)
    told = torch.from_numpy(told_of[kinds[chosen]])
    return torch.where(lost, noise, levels), told, torch.where(lost, NOT_ASKED, levels)


# ---- model ----


class SoundWriter(nn.Module):
    """Dilated layers with gates; what all of them found, added up, is the output."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        self.dilations = [2**layer for layer in range(LAYERS)] * CYCLES
        L, C, S, Q, D = LAYERS * CYCLES, CHANNELS, SKIP_CHANNELS, LEVELS, told_of.shape[1]
        y = torch.linspace(-1, 1, Q)[:, None]  # (Q, 1)
        curves = [y, *(swing(math.pi * k * y) for k in (1, 2, 4) for swing in (torch.sin, torch.cos))]
        mixing = torch.randn(len(curves), C, generator=generator) / math.sqrt(len(curves))
        smooth = torch.cat(curves, dim=1) @ mixing  # (Q, C): neighbouring levels begin alike
        self.embedding = nn.Parameter(torch.cat((smooth, torch.zeros(1, C))))  # the last one comes before all samples

        def drawn(*shape: int, bound: float) -> nn.Parameter:
            return nn.Parameter(nn.init.uniform_(torch.empty(shape), -bound, bound, generator=generator))

        self.then = drawn(L, C, 2 * C, bound=math.sqrt(3 / (2 * C)))  # U
        self.now = drawn(L, C, 2 * C, bound=math.sqrt(3 / (2 * C)))  # W
        self.residual = drawn(L - 1, C, C, bound=C**-0.5)  # R; the last layer has no next one
        self.skip = drawn(L, C, S, bound=C**-0.5)
        self.hidden = drawn(S, S, bound=S**-0.5)
        self.output = drawn(S, Q, bound=S**-0.5)
        self.condition = nn.Parameter(torch.zeros(L, D, 2 * C))  # V
        self.bias, self.skip_bias = nn.Parameter(torch.zeros(L, 2 * C)), nn.Parameter(torch.zeros(S))
        self.hidden_bias, self.output_bias = nn.Parameter(torch.zeros(S)), nn.Parameter(torch.zeros(Q))

    def forward(self, levels: Tensor, told: Tensor) -> Tensor:
        """The scores (B, T, Q) of every level of each sample, from the samples before it."""
        first = torch.full_like(levels[:, :1], LEVELS)
        u = self.embedding[torch.cat((first, levels[:, :-1]), dim=1)]  # (B, T, C)
        skips = self.skip_bias
        for layer, d in enumerate(self.dilations):
            before = nn.functional.pad(u, (0, 0, d, 0))[:, : u.shape[1]]  # (B, T, C), silence before the first sample
            a = u @ self.now[layer] + before @ self.then[layer]  # (B, T, 2C)
            a = a + (self.bias[layer] + told @ self.condition[layer])[:, None]
            a_f, a_g = a.chunk(2, dim=2)
            z = a_f.tanh() * a_g.sigmoid()  # (B, T, C)
            skips = skips + z @ self.skip[layer]  # (B, T, S)
            if layer < len(self.residual):
                u = u + z @ self.residual[layer]
        return relu(relu(skips) @ self.hidden + self.hidden_bias) @ self.output + self.output_bias


# ---- training ----


def loss_of(model: SoundWriter, batch: tuple[Tensor, Tensor, Tensor], _: torch.Generator) -> Tensor:
    """Cross-entropy in nats per sample."""
    levels, told, wanted = batch
    return cross_entropy(model(levels, told).flatten(0, 1), wanted.flatten(), ignore_index=NOT_ASKED)


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(SoundWriter(generator), stretches, loss_of, generator)
