"""Networks of one unit: the memory of a linear one, and the cliff of one with a bend."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.labs.vanishing_gradients.one_unit import BEGIN, STEPS, TARGET, descend, errors, remembered, sensitivity


def test_a_hundredth_more_explodes_within_a_thousand_steps_and_a_hundredth_less_dies():
    assert remembered(1.0, 1_000)[-1] == 1
    assert remembered(1.01, 1_000)[-1] == pytest.approx(20_751, rel=1e-4)
    assert remembered(0.99, 1_000)[-1] == pytest.approx(4.36e-5, rel=1e-2)


@pytest.mark.parametrize("w", [0.9, 1.0, 1.05])
def test_sensitivity_is_the_gradient_of_the_last_state(w):
    weight = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    h = torch.ones((), dtype=torch.float64)
    for _ in range(39):
        h = weight * h
    h.backward()
    assert remembered(w, 40)[-1] == pytest.approx(h.item())
    assert sensitivity(w, 40) == pytest.approx(weight.grad.item())


def test_gradient_of_the_error_is_that_of_autograd():
    w, b = (torch.tensor(values, dtype=torch.float64, requires_grad=True) for values in ([4.0, 5.5], [-2.2, -2.4]))
    h = torch.full((2,), BEGIN, dtype=torch.float64)
    for _ in range(STEPS):
        h = w * torch.sigmoid(h) + b
    error = (torch.sigmoid(h) - TARGET) ** 2
    error.sum().backward()
    found = errors(w.detach().numpy(), b.detach().numpy())
    np.testing.assert_allclose(found.error, error.detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(found.by_weight, w.grad.numpy(), rtol=1e-9)
    np.testing.assert_allclose(found.by_bias, b.grad.numpy(), rtol=1e-9)


def test_between_two_neighbours_the_error_jumps():
    """A wall: over a hundredth of the map the error changes by half of all that it can be."""
    b = np.linspace(-3.6, -1.4, 101)
    error = errors(np.full_like(b, 5.0), b).error
    assert np.abs(np.diff(error)).max() > 0.3
    assert np.median(np.abs(np.diff(error))) < 0.01


def test_clipping_keeps_to_the_map_where_the_whole_gradient_flies_off_it():
    free, clipped = descend(4.5, -2.4, 0.3, 60), descend(4.5, -2.4, 0.3, 60, bound=1.0)
    assert free.longest > 50
    assert abs(free.weight[-1]) > 10
    assert free.error[-1] > 0.08
    assert clipped.error[-1] < 0.01
    moved = np.hypot(np.diff(clipped.weight), np.diff(clipped.bias))
    assert moved.max() <= 0.3 * 1.0 + 1e-9
    assert np.array_equal(descend(4.5, -2.4, 0.3, 60, bound=1e9).weight, free.weight)
