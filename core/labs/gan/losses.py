"""What the two players of a GAN play for: losses of the scores that a critic D gives.

With x real, x̃ = G(z) forged, σ the logistic function and means over a batch, each loss being made small::

    js                 L_D = −mean log σ(D(x)) − mean log(1 − σ(D(x̃)))      L_G = −mean log σ(D(x̃))
    js_saturating      L_D the same                                          L_G =  mean log(1 − σ(D(x̃)))
    wasserstein_clip   L_D = mean D(x̃) − mean D(x), every weight of D in ±c  L_G = −mean D(x̃)
    wasserstein_gp     L_D = the same + λ mean (‖∇D(x̂)‖ − 1)²                L_G = −mean D(x̃)

x̂ = εx + (1 − ε)x̃, ε uniform in 0 … 1. With the best detective L_D = 2 log 2 − 2 JS(real ‖ forged): what it tells apart
is the Jensen–Shannon divergence, which never exceeds log 2. With the best critic of slope 1, −L_D is the Wasserstein
distance: a loss of −2 is farther from a good forgery than one of −1.

References
----------
- Goodfellow et al. 2014, "Generative Adversarial Nets": equation 1, theorem 1, section 3 on the saturating loss.
- Arjovsky, Chintala, Bottou 2017, "Wasserstein GAN": equation 2, algorithm 1.
- Gulrajani et al. 2017, "Improved Training of Wasserstein GANs": equation 3.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import softplus


def critic_loss(loss: str, real: Tensor, forged: Tensor) -> Tensor:
    """L_D of the scores D(x) and D(x̃), (B,) each, without the penalty."""
    if loss.startswith("js"):
        return softplus(-real).mean() + softplus(forged).mean()
    return forged.mean() - real.mean()


def generator_loss(loss: str, forged: Tensor) -> Tensor:
    """L_G of the scores D(x̃), (B,)."""
    if loss == "js":
        return softplus(-forged).mean()
    if loss == "js_saturating":
        return -softplus(forged).mean()
    return -forged.mean()


def pull(loss: str, forged: Tensor, slope: Tensor) -> Tensor:
    """Where L_G moves each forged example: −∂L_G/∂x̃ of that example alone, (N, X).

    Parameters
    ----------
    loss : str
        A name of `core.labs.gan.config.GanConfig.loss`.
    forged : Tensor, shape (N,)
        D(x̃).
    slope : Tensor, shape (N, X)
        ∇D(x̃).
    """
    if loss == "js":
        return torch.sigmoid(-forged).unsqueeze(1) * slope
    if loss == "js_saturating":
        return torch.sigmoid(forged).unsqueeze(1) * slope
    return slope


def penalty(slope: Tensor) -> Tensor:
    """Mean (‖∇D(x̂)‖ − 1)² of slopes (B, X)."""
    return (slope.norm(dim=1) - 1).square().mean()


def gap(loss: str, value: float) -> float:
    """What a critic whose L_D is `value`, without penalty, tells apart: its estimate of the distance it stands for.

    Of a GAN the Jensen–Shannon divergence in bits, 0 … 1; below 0 where the detective is worse than one that shrugs. Of
    a WGAN the Wasserstein distance, if its slope were 1.
    """
    return 1 - value / (2 * math.log(2)) if loss.startswith("js") else -value
