"""How long painting takes on one core: 64 digits with carried states, against reading the canvas anew at every
pixel.
"""

from __future__ import annotations

import time
from statistics import median

import pytest
import torch

from core.labs.image_generation.architectures.family import PAINTER_KEYS
from core.labs.image_generation.config import ImageConfig
from core.labs.image_generation.task import PaintingTask
from core.nn.sampling import Sampling

COUNT, ROUNDS = 64, 7
TIMES_FASTER = 20
SECONDS = {"raster_patch": 0.06}
"""The most that an architecture may take."""


@pytest.mark.parametrize("architecture", PAINTER_KEYS)
def test_carried_states_paint_far_faster(architecture):
    torch.set_num_threads(1)
    model = PaintingTask(ImageConfig(architecture=architecture)).model(torch.Generator().manual_seed(0)).eval()
    carried, recomputed = [], []
    for seed in range(ROUNDS):
        started = time.process_time()
        painted = model.paint(COUNT, None, Sampling(), seed)
        carried.append(time.process_time() - started)
        if seed < 3:
            started = time.process_time()
            again = model.paint_recomputing(COUNT, None, Sampling(), seed)
            recomputed.append(time.process_time() - started)
            assert (painted.pictures == again.pictures).all()
    times = median(recomputed) / median(carried)
    print(
        f"\n{architecture}: {COUNT} pictures in {1000 * median(carried):.0f} ms (least {1000 * min(carried):.0f}), "
        f"recomputing {1000 * median(recomputed):.0f} ms, {times:.0f} ×"
    )
    assert times >= TIMES_FASTER
    assert median(carried) <= SECONDS.get(architecture, 1.0)
