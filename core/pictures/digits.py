"""Handwritten digits, 8 × 8 pixels in 17 shades, as they come with scikit-learn. Imports no torch.

References
----------
Alpaydin & Kaynak (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository. Each pixel counts
how many of 4 × 4 black-and-white dots were inked: 0 … 16.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from core.pictures.levels import Pictures, greys, quantised

HELD_OUT = 297
"""The last digits of the set, in the order in which it comes, kept away from training."""

SHADES = 17


def digits(levels: int) -> Pictures:
    """The digits in 2 … 17 levels; 1,500 to learn from, `HELD_OUT` to measure on.

    With 17 levels a pixel is what it was; with fewer, the 17 shades are parted into equal ranges (see
    `core.pictures.levels.quantised`): two levels mean less than 9 dots inked, or 9 and more.
    """
    from sklearn.datasets import load_digits  # slow to import

    found = cast("dict[str, np.ndarray]", load_digits())  # sklearn's Bunch
    pixels, classes = quantised(found["images"], SHADES, levels), found["target"].astype(np.int64)
    return Pictures(
        train=pixels[:-HELD_OUT],
        test=pixels[-HELD_OUT:],
        train_classes=classes[:-HELD_OUT],
        test_classes=classes[-HELD_OUT:],
        levels=levels,
        classes=tuple(map(str, range(10))),
        palette=greys(levels),
    )
