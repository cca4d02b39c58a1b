"""Painters and pictures of which something may be said, and others of which it may not."""

from __future__ import annotations

import numpy as np

from core.labs.image_generation.observations import Field

BEFORE = np.arange(64).reshape(8, 8) < 8 * 6 + 7  # all before the pixel (6, 7)
NARROW = BEFORE & (np.arange(8) > 2)
NEARBY = np.zeros((8, 8))
NEARBY[5, 7] = NEARBY[6, 6] = 1.0
FAR = NEARBY.copy()
FAR[0, 0] = 3.0
ALL, SOME = Field("raster", BEFORE, NEARBY), Field("Row LSTM", NARROW, FAR)
NOTHING = Field("first", np.zeros((8, 8), bool), np.zeros((8, 8)))

STROKE = np.zeros((6, 6), int)
STROKE[2:4, 2:4] = 5
DEAR_EDGES = np.where(STROKE > 0, 3.0, 0.1)
EVEN_BITS = np.ones((6, 6))

REAL = {"accuracy": 0.97, "diversity": 0.3, "distance": 0.15, "copied": 0.01}
COPIES = {"accuracy": 1.0, "diversity": 0.3, "distance": 0.0, "copied": 1.0}
NOISE = {"accuracy": 0.1, "diversity": 0.43, "distance": 0.4, "copied": 0.0}

CASES = {
    "sees_not_all": ([[[ALL, SOME], 6, 7]], [[[ALL], 6, 7], [[NOTHING], 0, 0]]),
    "sees_all": ([[[ALL], 6, 7]], [[[ALL, SOME], 6, 7], [[NOTHING], 0, 0], [[], 6, 7]]),
    "depends_on_far_pixels": ([[[ALL, SOME], 6, 7]], [[[ALL], 6, 7], [[NOTHING, NOTHING], 0, 0]]),
    "edges_cost": (
        [[STROKE, DEAR_EDGES]],
        [[STROKE, EVEN_BITS], [np.zeros((6, 6), int), EVEN_BITS], [np.arange(36).reshape(6, 6), EVEN_BITS]],
    ),
    "overfits": ([[1.38, 1.75]], [[1.74, 1.75], [4.0, 4.0]]),
    "no_single_figure": (
        [[REAL, COPIES, NOISE, 10]],
        [
            [REAL, COPIES, NOISE | {"accuracy": 0.9}, 10],
            [REAL | {"diversity": 0.5}, COPIES, NOISE, 10],  # pictures in black and white, say
            [REAL, COPIES | {"accuracy": None}, NOISE | {"accuracy": None}, 10],  # no classes
        ],
    ),
}
