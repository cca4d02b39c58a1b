"""How far apart forged and real examples truly are, and how steep a critic is: what its loss should be held against.

The Wasserstein distance of two sets of N examples is the least mean way over which each example of the one is carried
to one of the other, an assignment that is found exactly::

    W = min over permutations π of mean_i ‖x_i − x̃_π(i)‖

For every function D whose slope nowhere exceeds K (Kantorovich and Rubinstein; Arjovsky et al. 2017, equation 2)::

    mean D(x) − mean D(x̃) ≤ K W

References
----------
- Arjovsky, Chintala, Bottou 2017, "Wasserstein GAN": section 2, equation 2.
- Kuhn 1955, "The Hungarian Method for the Assignment Problem".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.labs.gan.data import World
from core.labs.gan.losses import critic_loss, gap
from core.labs.gan.model import Gan

COUNT = 400
"""Examples of either kind between which ways are measured: the assignment takes some 20 ms."""


@dataclass(frozen=True)
class Gauge:
    """A critic's estimate beside what it stands for.

    Attributes
    ----------
    true : float
        The Wasserstein distance between real and forged examples.
    noise : float
        The same between two draws of real ones: what so few examples cannot tell from 0.
    estimate : float
        What the critic tells apart: mean D(x) − mean D(x̃), or of a detective its Jensen–Shannon divergence in bits.
    steepest : float
        The greatest slope of D on the straight lines between real and forged examples.
    """

    true: float
    noise: float
    estimate: float
    steepest: float


@torch.no_grad()
def gauge(model: Gan, world: World, dice: int) -> Gauge:
    """A critic's estimate and the true distance, on `COUNT` fresh examples.

    Parameters
    ----------
    model : Gan
        Of a world without classes.
    world : World
        What it learnt from.
    dice : int
        Names all that is drawn here.
    """
    generator = torch.Generator().manual_seed(dice)
    real, other = (world.draw(COUNT, generator).x for _ in range(2))  # (N, X) each
    forged, _, none = model.forged(COUNT, dice)  # (N, X)
    found = critic_loss(model.config.loss, model.score(real, none), model.score(forged, none))
    return Gauge(
        wasserstein(real, forged),
        wasserstein(real, other),
        gap(model.config.loss, float(found)),
        float(slopes(model, real, forged, generator).max()),
    )


def wasserstein(real: Tensor, forged: Tensor) -> float:
    """The Wasserstein distance of two sets of N examples, (N, X) each."""
    from scipy.optimize import linear_sum_assignment  # slow to import

    way = torch.cdist(real, forged).numpy()  # (N, N)
    return float(way[linear_sum_assignment(way)].mean())


@torch.no_grad()
def slopes(model: Gan, real: Tensor, forged: Tensor, generator: torch.Generator) -> Tensor:
    """‖∇D‖ at a place on the way from each real example to a forged one, (N,); where the penalty asks for 1."""
    share = torch.rand(len(real), 1, generator=generator)  # (N, 1)
    none = torch.zeros(len(real), dtype=torch.int64)
    _, slope = model.score_with_slope(share * real + (1 - share) * forged, none, len(real))
    return slope.norm(dim=1)


@torch.no_grad()
def weights(model: Gan) -> Tensor:
    """All weights of the critic, biases too, in one row."""
    return torch.cat([values.flatten() for values in model.critic.parameters()])
