"""A run is drawn before its worker has begun: config and seed decide what its network is before any training."""

from __future__ import annotations

import pytest
import torch

from core.course import lab_of
from core.knobs import configure
from core.training.loop import Training
from dashboard.panels.time_travel import nearest
from dashboard.resources import checkpoints_of, model_at, store

LAB = lab_of("lstm_variants")


@pytest.mark.parametrize("seed", [0, 7])
def test_a_run_without_a_checkpoint_is_its_network_at_step_0(seed):
    run = store().create(LAB.key, {}, seed)
    [point] = checkpoints_of(run)
    assert (point.run_id, point.step) == (run.id, 0)
    fresh = Training.fresh(LAB.task(configure(LAB.config, {})), seed).model
    for name, weights in model_at(point).state_dict().items():
        torch.testing.assert_close(weights, fresh.state_dict()[name], atol=1e-3, rtol=1e-3)  # shipped ones are halved
    assert store().checkpoints(run.id) == []


def test_the_nearest_checkpoint_is_the_last_one_before_the_step():
    points = store().checkpoints(store().shipped(LAB.key).id)
    assert nearest(points, points[3].step) is points[3]
    assert nearest(points, points[4].step - 1) is points[3]
    assert nearest(points, -1) is points[0]
    assert nearest(points, 10**9) is points[-1]
