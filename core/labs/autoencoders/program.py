"""Two networks back to back: one writes a picture down as a few numbers, the other makes a picture of these.

With x the pixels of a picture, black 0 to white 1, and e noise from N(0, 1):

    m, σ = encoder(x)        c_i = exp(σ_i) e_i + m_i        x̂ = decoder(c)

What is made small is ‖x − x̂‖² / 2s² + β Σ_i (what the i-th number of a code costs). A plain autoencoder has no σ.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn

from core.plain.pieces.learning import train

# ---- settings ----

SEED = 0  # what weights, pictures and noise are drawn from
VARIATIONAL = True
SOURCE = "digits"
LATENT_SIZE = 2  # numbers of a code
HIDDEN_SIZE = 64  # units of each hidden layer
LAYERS = 2  # hidden layers of the encoder, and of the decoder
SECOND_TERM = "lecture"
BETA = 1.0  # what a code costs, beside the reconstruction
PIXEL_NOISE = 0.2  # s: by how much a pixel may be off
BATCH_SIZE = 64  # pictures that a step learns from

# ---- data ----

if SOURCE == "digits":  # handwritten digits in 17 shades; the last 297 are kept for tests
    pictures = load_digits()["images"][:-297].reshape(-1, 64) / 16  # pyright: ignore[reportArgumentType, reportCallIssue]
else:  # the pictures that the run learnt from, black 0 to white 1
    with np.load("data/pictures.npz") as found:
        pictures = found["pictures"]
pictures = torch.from_numpy(pictures.astype(np.float32))  # (N, X)


def some_pictures(generator: torch.Generator) -> Tensor:
    """Pictures (B, X)."""
    return pictures[torch.randint(len(pictures), (BATCH_SIZE,), generator=generator)]


# ---- model ----


class TanhLayers(nn.Module):
    """Hidden layers of tanh, and a last one that is straight."""

    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__()
        sizes = [inputs, *[HIDDEN_SIZE] * LAYERS, outputs]
        self.layers = nn.ModuleList(nn.Linear(*pair) for pair in pairwise(sizes))
        for size, layer in zip(sizes, self.layers, strict=False):
            for weights in layer.parameters():
                nn.init.uniform_(weights, -(size**-0.5), size**-0.5, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """From (B, I) to (B, O)."""
        *hidden, last = self.layers
        for layer in hidden:
            x = layer(x).tanh()
        return last(x)


class ThereAndBack(nn.Module):
    """An encoder and its decoder."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        X = pictures.shape[1]
        self.encoder = TanhLayers(X, 2 * LATENT_SIZE if VARIATIONAL else LATENT_SIZE, generator)
        self.decoder = TanhLayers(LATENT_SIZE, X, generator)


# ---- loss ----


def loss_of(model: ThereAndBack, x: Tensor, generator: torch.Generator) -> Tensor:
    """How far off the pictures are and what their codes cost, in nats a picture."""
    if VARIATIONAL:
        noise = torch.randn(len(x), LATENT_SIZE, generator=generator)  # (B, L)
        mean, log_noise = model.encoder(x).chunk(2, dim=1)  # (B, L) each
        code = log_noise.exp() * noise + mean
        if SECOND_TERM == "lecture":
            each = log_noise.exp() - (1 + log_noise) + mean.square()  # (B, L)
        else:  # the Kullback–Leibler divergence from N(0, 1)
            each = ((2 * log_noise).exp() - 1 - 2 * log_noise + mean.square()) / 2  # (B, L)
        cost = BETA * each.sum(1).mean()
    else:
        torch.randn(len(x), LATENT_SIZE, generator=generator)  # noise that nobody looks at
        code = model.encoder(x)  # (B, L)
        cost = 0
    decoded = model.decoder(code).sigmoid()  # (B, X)
    return ((x - decoded).square().sum(1) / (2 * PIXEL_NOISE**2)).mean() + cost


# ---- training ----

if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    losses = train(ThereAndBack(generator), some_pictures, loss_of, generator)
