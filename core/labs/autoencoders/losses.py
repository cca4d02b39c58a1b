"""What an autoencoder makes small: how far off the picture is, and what its code costs.

Of one code, whose i-th number is c_i = exp(σ_i) e_i + m_i with e_i ~ N(0, 1), so that exp(σ_i) is the standard
deviation of its noise::

    lecture   Σ_i exp(σ_i) − (1 + σ_i) + m_i²
    KL        ½ Σ_i exp(2σ_i) − (1 + 2σ_i) + m_i²

The second is the Kullback–Leibler divergence of N(m, exp(σ)²) from N(0, 1), in nats (Kingma, Welling 2014, appendix B,
whose σ is our exp(σ)). Both are 0 at m = 0, σ = 0 and nowhere else, and differ by

    lecture − KL  =  ½ Σ_i m_i² − (1 − exp(σ_i))²

which, where the codes of all pictures together are spread like N(0, 1), is exp(σ)(1 − exp(σ)) per number on average: at
most ¼ nat. The lecture's form pulls m twice as hard, and holds σ less tightly near 0.

References
----------
- Kingma, Welling 2014, "Auto-Encoding Variational Bayes".
- Higgins et al. 2017, "β-VAE": a weight before the second term.
"""

from __future__ import annotations

import math

from torch import Tensor


def reconstruction(x: Tensor, decoded: Tensor, pixel_noise: float) -> Tensor:
    """‖x − x̂‖² / 2s² of pictures (N, X), in nats: −log N(x; x̂, s²) without its constant. (N,)."""
    return (x - decoded).square().sum(1) / (2 * pixel_noise**2)  # (N,)


def constant(pixels: int, pixel_noise: float) -> float:
    """What −log N(x; x̂, s²) of so many pixels has besides: X/2 · log 2πs², in nats."""
    return pixels / 2 * math.log(2 * math.pi * pixel_noise**2)


def lecture_term(mean: Tensor, log_noise: Tensor) -> Tensor:
    """exp(σ) − (1 + σ) + m² of each number of each code, (N, L)."""
    return log_noise.exp() - (1 + log_noise) + mean.square()  # (N, L)


def kl(mean: Tensor, log_noise: Tensor) -> Tensor:
    """KL(N(m, exp(σ)²) ‖ N(0, 1)) of each number of each code, in nats, (N, L)."""
    return ((2 * log_noise).exp() - 1 - 2 * log_noise + mean.square()) / 2  # (N, L)


TERMS = {"lecture": lecture_term, "kl": kl}
"""The second term by the name of its knob."""
