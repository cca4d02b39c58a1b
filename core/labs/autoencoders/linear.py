"""The best that straight lines can do: probabilistic principal components, a linear decoder with the same pixel noise.

With μ the mean of the training pictures, u_i and λ_i the directions and variances of their principal components and s
the noise of a pixel (Tipping, Bishop 1999, "Probabilistic Principal Component Analysis")::

    x = μ + W c + s e     W = (… u_i √(λ_i − s²) …)     c ~ N(0, I)

W is the most likely one for this s, and there the code of x has exactly the distribution N(Wᵀ(x − μ) / λ, s² / λ), so
that its ELBO is the log-likelihood itself: no linear encoder and decoder of this size have a better one (Lucas et al.
2019, "Don't Blame the ELBO!").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.labs.autoencoders.losses import constant


@dataclass(frozen=True, eq=False)
class LinearBaseline:
    """Principal components of training pictures.

    Attributes
    ----------
    mean : ndarray, shape (X,)
        μ.
    directions : ndarray, shape (L, X)
        u_i, each of length 1.
    variances : ndarray, shape (L,)
        λ_i, at least s².
    pixel_noise : float
        s.
    """

    mean: np.ndarray
    directions: np.ndarray
    variances: np.ndarray
    pixel_noise: float

    @classmethod
    def of(cls, x: np.ndarray, latent_size: int, pixel_noise: float) -> LinearBaseline:
        """Fitted to pictures (N, X)."""
        x = x.astype(np.float64)
        mean = x.mean(0)  # (X,)
        found, directions = np.linalg.eigh(np.cov(x.T, bias=True))
        order = np.argsort(-found)[:latent_size]
        return cls(mean, directions[:, order].T, np.maximum(found[order], pixel_noise**2), pixel_noise)

    @property
    def weights(self) -> np.ndarray:
        """W, (X, L)."""
        return self.directions.T * np.sqrt(self.variances - self.pixel_noise**2)

    def decoded(self, codes: np.ndarray) -> np.ndarray:
        """Pictures (N, X) of codes (N, L)."""
        return self.mean + codes @ self.weights.T

    def written(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean (N, L) and variance (L,) of the codes of pictures (N, X)."""
        return (x - self.mean) @ self.weights / self.variances, self.pixel_noise**2 / self.variances

    def projected(self, x: np.ndarray) -> np.ndarray:
        """Pictures (N, X) as principal components without noise give them back: the nearest ones in their span."""
        return self.mean + (x - self.mean) @ self.directions.T @ self.directions

    def terms(self, x: np.ndarray) -> tuple[float, float, float]:
        """Means over pictures (N, X), in nats a picture: reconstruction (over the noise of the code), KL, and ELBO."""
        means, variances = self.written(x)
        square = ((x - self.decoded(means)) ** 2).sum(1) + (self.weights**2 @ variances).sum()  # (N,)
        reconstruction = float(square.mean() / (2 * self.pixel_noise**2))
        kl = float(((variances - 1 - np.log(variances)).sum() + (means**2).sum(1)).mean() / 2)
        return reconstruction, kl, -(reconstruction + kl + constant(len(self.mean), self.pixel_noise))
