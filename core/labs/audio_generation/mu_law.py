"""The µ-law: loudness in few levels, finer near silence, as ears hear it. Imports no torch.

With µ + 1 levels a sample x in −1 … 1 becomes::

    f(x) = sign(x) ln(1 + µ |x|) / ln(1 + µ)

which is rounded to one of µ + 1 evenly spaced values.

References
----------
- ITU-T Recommendation G.711, 1988, "Pulse Code Modulation (PCM) of Voice Frequencies".
- van den Oord et al. 2016, "WaveNet: A Generative Model for Raw Audio", section 2.2.
"""

from __future__ import annotations

import numpy as np


def to_levels(samples: np.ndarray, levels: int) -> np.ndarray:
    """The level, 0 … `levels` − 1, of each sample; what is louder than 1 becomes as loud as can be. int64."""
    mu = levels - 1
    x = np.clip(samples, -1, 1)
    squeezed = np.sign(x) * np.log1p(mu * np.abs(x)) / np.log1p(mu)
    return np.rint((squeezed + 1) / 2 * mu).astype(np.int64)


def to_samples(numbers: np.ndarray, levels: int) -> np.ndarray:
    """What each level stands for, −1 … 1; float32."""
    mu = levels - 1
    squeezed = 2 * np.asarray(numbers, np.float64) / mu - 1
    return (np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log1p(mu)) / mu).astype(np.float32)
