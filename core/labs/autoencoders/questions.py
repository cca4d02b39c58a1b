"""What one asks an autoencoder: which numbers carry anything, what lies between two pictures, what random codes give.

References
----------
- Burda, Grosse, Salakhutdinov 2016, "Importance Weighted Autoencoders": appendix C, when a number of a code is active.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.labs.autoencoders.judge import Recognised
from core.labs.autoencoders.losses import kl
from core.labs.autoencoders.model import Autoencoder
from core.labs.autoencoders.task import AutoencoderTask

ACTIVE = 0.01
"""The least variance of a number's mean m over the pictures with which it is called active (Burda et al. 2016)."""

TURNS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""Where a number is put, all others staying as they are."""


@dataclass(frozen=True, eq=False)
class AxesFound:
    """The numbers of a code, over the held-out pictures.

    Attributes
    ----------
    kl : ndarray, shape (L,)
        Mean KL from N(0, 1), in nats.
    spread : ndarray, shape (L,)
        Variance of m.
    noise : ndarray, shape (L,)
        Mean of exp(σ).
    """

    kl: np.ndarray
    spread: np.ndarray
    noise: np.ndarray

    @property
    def active(self) -> np.ndarray:
        """Which carry anything, bool (L,); the others have collapsed."""
        return self.spread > ACTIVE


@torch.no_grad()
def axes_of(model: Autoencoder, task: AutoencoderTask) -> AxesFound:
    """What the numbers of a VAE's code carry; of a plain AE, which has neither noise nor KL, both are 0."""
    written = model.encode(task.held_out)
    spread = written.mean.var(0, correction=0).numpy()  # (L,)
    if written.log_noise is None:
        return AxesFound(np.zeros_like(spread), spread, np.zeros_like(spread))
    return AxesFound(
        kl(written.mean, written.log_noise).mean(0).numpy(), spread, written.log_noise.exp().mean(0).numpy()
    )


@torch.no_grad()
def turned(model: Autoencoder, code: np.ndarray, axis: int) -> np.ndarray:
    """Pictures (K, X) of a code (L,), one of whose numbers takes each value of `TURNS`."""
    codes = torch.from_numpy(code).repeat(len(TURNS), 1)  # (K, L)
    codes[:, axis] = torch.tensor(TURNS)
    return model.decode(codes).numpy()


@dataclass(frozen=True, eq=False)
class Walked:
    """Two ways from one picture to another.

    Attributes
    ----------
    codes, pixels : ndarray, shape (K, X)
        Straight in the space of codes, each code decoded; and straight in the space of pictures, a cross-fade.
    codes_verdict, pixels_verdict : Recognised
        What the judge says of them.
    """

    codes: np.ndarray
    pixels: np.ndarray
    codes_verdict: Recognised
    pixels_verdict: Recognised


@torch.no_grad()
def walk(model: Autoencoder, task: AutoencoderTask, start: int, end: int, count: int = 9) -> Walked:
    """From a held-out picture to another, numbers from 0 on, in `count` steps, both included."""
    ends = task.held_out[[start, end]]  # (2, X)
    share = torch.linspace(0, 1, count)[:, None]  # (K, 1)
    written = model.encode(ends).mean  # (2, L)
    codes = model.decode((1 - share) * written[0] + share * written[1])  # (K, X)
    pixels = (1 - share) * ends[0] + share * ends[1]  # (K, X)
    return Walked(codes.numpy(), pixels.numpy(), task.judge.judge(codes), task.judge.judge(pixels))


@dataclass(frozen=True)
class Halfway:
    """What is recognised halfway between pictures of different classes.

    Attributes
    ----------
    pairs : int
        How many pairs were asked.
    codes, pixels : float
        The shares that are recognised of the decoded means of their codes, and of the means of their pixels.
    """

    pairs: int
    codes: float
    pixels: float


@torch.no_grad()
def halfway(model: Autoencoder, task: AutoencoderTask) -> Halfway | None:
    """Of each held-out picture and the one before it; None where no two show different classes."""
    one, other = _pairs(task)
    if not len(one):
        return None
    codes = (model.encode(one).mean + model.encode(other).mean) / 2  # (P, L)
    return Halfway(len(one), task.judge.share(model.decode(codes)), task.judge.share((one + other) / 2))


@dataclass(frozen=True, eq=False)
class RandomCodes:
    """What random codes are decoded to.

    Attributes
    ----------
    pictures : ndarray, shape (N, X)
    verdict : Recognised
    kinds : int
        Of how many classes at least 2 of 100 pictures are.
    """

    pictures: np.ndarray
    verdict: Recognised
    kinds: int

    @property
    def share(self) -> float:
        """What is recognised of them."""
        return float(self.verdict.recognised.float().mean())


@torch.no_grad()
def random_codes(model: Autoencoder, task: AutoencoderTask, count: int, dice: int, fitted: bool = False) -> RandomCodes:
    """Pictures of codes from N(0, I), or from the Gaussian `fitted` to the codes of the training pictures."""
    noise = torch.randn(count, model.config.latent_size, generator=torch.Generator().manual_seed(dice))  # (N, L)
    if fitted:
        codes = model.encode(task.training).mean  # (M, L)
        values, directions = torch.linalg.eigh(torch.cov(codes.T))
        noise = codes.mean(0) + (noise * values.clamp(min=0).sqrt()) @ directions.T  # (N, L)
    pictures = model.decode(noise)  # (N, X)
    return _judged(task, pictures)


def real_pictures(task: AutoencoderTask) -> RandomCodes:
    """The held-out pictures under the same judge: what it costs real ones."""
    return _judged(task, task.held_out)


def blends(task: AutoencoderTask) -> RandomCodes | None:
    """Means of two held-out pictures of different classes under the same judge: what it lets pass; None without
    classes.
    """
    one, other = _pairs(task)
    return _judged(task, (one + other) / 2) if len(one) else None


def _pairs(task: AutoencoderTask) -> tuple[torch.Tensor, torch.Tensor]:
    """Each held-out picture and the one before it, where they show different classes: (P, X) both."""
    classes = torch.from_numpy(task.pictures.test_classes)  # (N,)
    differ = classes != classes.roll(1)  # (N,)
    return task.held_out[differ], task.held_out.roll(1, 0)[differ]


def _judged(task: AutoencoderTask, pictures: torch.Tensor) -> RandomCodes:
    verdict = task.judge.judge(pictures)
    counts = torch.bincount(verdict.seen[verdict.recognised], minlength=len(task.pictures.classes))
    return RandomCodes(pictures.numpy(), verdict, int((counts >= max(1, 0.02 * len(pictures))).sum()))
