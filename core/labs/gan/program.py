"""A forger and a detective: a generator G makes examples of noise, a critic D tells them from real ones.

    x̃ = G(z), z ~ N(0, 1)        D(x) is a number: a detective's logit, or a critic's score

In every training step the critic learns k times, and then the generator once.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn.functional import one_hot, relu, softplus

from core.plain.pieces.learning import RATES, STEPS, move, rate_of

# ---- settings ----

SEED = 0  # what weights, examples and noise are drawn from
DATA = "gaussians"
LOSS = "wasserstein_gp"
CRITIC_STEPS = 2  # how often the critic learns before the generator learns once
NOISE_SIZE = 2  # numbers that the generator starts from
PENALTY = 1.0  # what the critic pays where its slope is not 1
WEIGHT_BOUND = 0.2  # the greatest weight that the critic may have
HIDDEN_SIZE = 64  # units of each layer
BATCH_SIZE = 256  # real and forged examples that a step compares
CRITIC_RATES = [(0, 0.003)]  # the same of the critic

# ---- data ----

if DATA == "digits":  # handwritten digits, black 0 to white 1; the last 297 are kept for tests
    found = load_digits()
    examples = torch.from_numpy((found["images"] / 16).astype(np.float32)[:-297]).flatten(1)  # pyright: ignore[reportArgumentType, reportCallIssue]
    kinds = torch.from_numpy(found["target"].astype(np.int64)[:-297])  # pyright: ignore[reportArgumentType, reportCallIssue]
elif DATA == "words":  # such as abcd-dc. in one-of-N: two syllables, a hyphen, a third one, a full stop
    words = [f"{a}{b}-{c}." for a, b, c in product(("ab", "ba", "cd", "dc"), repeat=3)]
    examples = one_hot(torch.tensor([["abcd-.".index(letter) for letter in word] for word in words]), 6).float()
    examples = examples.flatten(1)  # (64, 48)
elif DATA == "own":  # the points that the run learnt from, within ±1.3
    examples = torch.from_numpy(np.loadtxt("data/points.tsv", dtype=np.float32, ndmin=2))  # (N, 2)
SIZE = {"digits": 64, "words": 48, "own": 2, "gaussians": 2, "ring": 2}[DATA]  # numbers of an example
CLASSES = {"digits": 10, "words": 0, "own": 0, "gaussians": 0, "ring": 0}[DATA]  # that both players are told


def real(generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Real examples (B, X) and their classes (B,)."""
    none = torch.zeros(BATCH_SIZE, dtype=torch.int64)
    if DATA == "digits":
        chosen = torch.randint(len(examples), (BATCH_SIZE,), generator=generator)
        return examples[chosen], kinds[chosen]
    elif DATA == "words":
        return examples[torch.randint(len(examples), (BATCH_SIZE,), generator=generator)], none
    elif DATA == "own":
        places = examples[torch.randint(len(examples), (BATCH_SIZE,), generator=generator)]
        return places + 0.02 * torch.randn(BATCH_SIZE, 2, generator=generator), none
    elif DATA == "ring":
        angles = 2 * math.pi * torch.rand(BATCH_SIZE, generator=generator)
        places = torch.stack((angles.cos(), angles.sin()), dim=1)
        return places + 0.1 * torch.randn(BATCH_SIZE, 1, generator=generator) * places, none
    else:  # eight Gaussians on a circle
        angles = torch.arange(8) * 2 * math.pi / 8
        centres = torch.stack((angles.cos(), angles.sin()), dim=1)
        places = centres[torch.randint(8, (BATCH_SIZE,), generator=generator)]
        return places + 0.1 * torch.randn(BATCH_SIZE, 2, generator=generator), none


# ---- model ----


class TwoLayers(nn.Module):
    """Two hidden layers of rectifiers; all weights are drawn uniformly from ±1/√I of their I inputs."""

    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__()
        self.first = nn.Linear(inputs, HIDDEN_SIZE)
        self.second = nn.Linear(HIDDEN_SIZE, HIDDEN_SIZE)
        self.last = nn.Linear(HIDDEN_SIZE, outputs)
        for layer in (self.first, self.second, self.last):
            for weights in layer.parameters():
                nn.init.uniform_(weights, -(layer.in_features**-0.5), layer.in_features**-0.5, generator=generator)

    def told(self, x: Tensor, classes: Tensor) -> Tensor:
        """What is read (B, I), with the class one-hot beside it where there are any."""
        return torch.cat((x, one_hot(classes, CLASSES).float()), dim=1) if DATA == "digits" else x

    def forward(self, x: Tensor, classes: Tensor) -> Tensor:
        """From (B, I) to (B, O)."""
        return self.last(relu(self.second(relu(self.first(self.told(x, classes))))))

    def with_slope(self, x: Tensor, classes: Tensor, last: int) -> tuple[Tensor, Tensor]:
        """The only output (B, 1) and, of the last rows, its slope: rectifiers are straight on either side of 0."""
        a_1 = self.first(self.told(x, classes))  # (B, H)
        a_2 = self.second(relu(a_1))  # (B, H)
        kept_1, kept_2 = (a_1[-last:] > 0).float(), (a_2[-last:] > 0).float()
        slope = (self.last.weight * kept_2) @ self.second.weight * kept_1 @ self.first.weight  # (last, I)
        return self.last(relu(a_2)), slope[:, :SIZE]


def forged(forger: TwoLayers, classes: Tensor, generator: torch.Generator) -> Tensor:
    """Examples (B, X) made of noise."""
    made = forger(torch.randn(BATCH_SIZE, NOISE_SIZE, generator=generator), classes)
    if DATA == "digits":
        return made.sigmoid()
    elif DATA == "words":  # a distribution over six letters at each of eight places
        return made.unflatten(1, (8, 6)).softmax(2).flatten(1)
    else:
        return made


# ---- losses ----


def critic_loss(critic: TwoLayers, x: Tensor, fake: Tensor, classes: Tensor, generator: torch.Generator) -> Tensor:
    """Small, if the critic tells real examples x (B, X) from forged ones."""
    if LOSS != "wasserstein_gp":
        on_real, on_fake = critic(torch.cat((x, fake)), classes.repeat(2)).chunk(2)  # (B, 1) each
        if LOSS == "wasserstein_clip":
            return on_fake.mean() - on_real.mean()
        return softplus(-on_real).mean() + softplus(on_fake).mean()
    share = torch.rand(BATCH_SIZE, 1, generator=generator)
    between = share * x + (1 - share) * fake  # (B, X)
    scores, slope = critic.with_slope(torch.cat((x, fake, between)), classes.repeat(3), BATCH_SIZE)
    on_real, on_fake, _ = scores.chunk(3)  # (B, 1) each
    return on_fake.mean() - on_real.mean() + PENALTY * (slope.norm(dim=1) - 1).square().mean()


def forger_loss(critic: TwoLayers, fake: Tensor, classes: Tensor) -> Tensor:
    """Small, if the critic takes forged examples (B, X) for real ones."""
    on_fake = critic(fake, classes)  # (B, 1)
    if LOSS == "js":
        return softplus(-on_fake).mean()
    elif LOSS == "js_saturating":
        return -softplus(on_fake).mean()
    else:
        return -on_fake.mean()


# ---- training ----


def play(forger: TwoLayers, critic: TwoLayers, generator: torch.Generator) -> list[float]:
    """Let the two learn from each other; the loss of the forger at every step."""
    weights, critic_weights = list(forger.parameters()), list(critic.parameters())
    optimizer = torch.optim.AdamW(weights, betas=(0.5, 0.9), fused=True)
    critic_optimizer = torch.optim.AdamW(critic_weights, betas=(0.5, 0.9), fused=True)
    losses = []
    for step in range(STEPS):
        told = torch.zeros(())
        for _ in range(CRITIC_STEPS):
            x, classes = real(generator)
            with torch.no_grad():
                fake = forged(forger, classes, generator)
            told = critic_loss(critic, x, fake, classes, generator)
            move(critic_weights, critic_optimizer, told, rate_of(step, CRITIC_RATES))
            if LOSS == "wasserstein_clip":
                for each in critic_weights:
                    each.data.clamp_(-WEIGHT_BOUND, WEIGHT_BOUND)
        _, classes = real(generator)
        loss = forger_loss(critic, forged(forger, classes, generator), classes)
        move(weights, optimizer, loss, rate_of(step, RATES))
        losses.append(loss.item())
        print(f"step {step + 1:5d}   forger {losses[-1]:.4f}   critic {told.item():.4f}")
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)  # sums are then made in one order
    generator = torch.Generator().manual_seed(SEED)
    forger = TwoLayers(NOISE_SIZE + CLASSES, SIZE, generator)
    critic = TwoLayers(SIZE + CLASSES, 1, generator)
    losses = play(forger, critic, generator)
