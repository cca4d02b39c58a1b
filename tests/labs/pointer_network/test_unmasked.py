"""What the mask hides: the same weights, with it and without."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.pointer_network.config import PointerConfig
from core.labs.pointer_network.data import draw
from core.labs.pointer_network.task import PointerTask
from core.labs.pointer_network.unmasked import hidden_shares, judged, unmasked


def untrained(**knobs):
    return PointerTask(PointerConfig(**knobs)).model(torch.Generator().manual_seed(0)).eval()


def some(n: int) -> tuple[tuple[float, float], ...]:
    return tuple(map(tuple, draw(1, n, torch.Generator().manual_seed(n))[0].tolist()))


def test_network_without_its_mask_has_the_same_weights_and_leaves_the_first_as_it_is():
    model = untrained()
    free = unmasked(model)
    assert model.config.mask
    assert not free.config.mask
    assert all(torch.equal(values, free.state_dict()[name]) for name, values in model.state_dict().items())


@pytest.mark.parametrize("task", ["hull", "sorting", "tour"])
def test_hidden_share_is_the_softmax_of_all_scores_at_the_places_that_are_hidden(task):
    model, points = untrained(task=task), some(6)
    trace = model.trace(points)
    scores = np.exp(trace["score"].values - trace["score"].values.max(1, keepdims=True))
    free = scores / scores.sum(1, keepdims=True)
    expected = (free * (trace["pointing"].values == 0)).sum(1)
    np.testing.assert_allclose(hidden_shares(model, points), expected, atol=1e-5)
    assert expected[-2] > 0.1, "an untrained network knows of no place that it has been there"


def test_what_is_left_by_the_mask_is_what_stands_without_it_in_proportion():
    model, points = untrained(architecture="attention"), some(7)
    masked = model.trace(points)["pointing"].values
    free = unmasked(model).trace(points, follow=masked.argmax(1).tolist())["pointing"].values
    left = np.where(masked > 0, free, 0)
    np.testing.assert_allclose(masked, left / left.sum(1, keepdims=True), atol=1e-5)


def test_only_without_the_mask_are_points_named_twice():
    model = untrained(task="tour")
    sets = PointerTask(model.config).held_out(6, 50)
    assert judged(model, sets).repeated == 0
    assert judged(unmasked(model), sets).repeated > 0.5
