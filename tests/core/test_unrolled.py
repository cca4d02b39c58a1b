"""The unrolled network: gradients and shares of its copies are those of backpropagation through time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from core.nn.cells.family import CELLS, build
from core.nn.unrolled import COPIES, unroll
from core.systems.memory.gradients import gradient_norms

I, H, T = 3, 4, 7  # noqa: E741


def made(key, layers=1, steps=T, **options):
    torch.manual_seed(1)
    cell = build(key, I, H, layers, **options).double()
    x = torch.randn(steps, I, dtype=torch.float64)
    answers = torch.arange(steps) % H

    def losses(output, steps):
        return cross_entropy(output, answers[steps], reduction="none")

    return cell, x, losses


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("key", [kind.key for kind in CELLS])
def test_shares_of_the_copies_sum_to_the_gradient_of_the_weights(key, layers):
    cell, x, losses = made(key, layers)
    network = unroll(cell, x, losses)
    for k in (0, T // 2, T - 1):
        output, _, _ = cell(x[None])
        gradient = torch.autograd.grad(losses(output[0], slice(0, T))[k], list(cell.parameters()), allow_unused=True)
        whole = torch.cat([one.flatten() for one in gradient if one is not None]).norm()
        assert network.whole[k] == pytest.approx(float(whole), rel=1e-6)
        assert network.whole[k] <= network.shares[k].sum() * (1 + 1e-6)


@pytest.mark.parametrize("key", ["elman", "gru", "lstm", "lstm_peephole"])
def test_gradients_of_the_last_error_are_those_of_backpropagation_through_time(key):
    cell, x, losses = made(key)
    network = unroll(cell, x, losses)
    told = gradient_norms(cell, x[None], lambda last: losses(last, slice(T - 1, T)))
    for name, norms in told.items():
        np.testing.assert_allclose(network.gradients[name][-1], norms[0].numpy(), rtol=1e-5)


def test_an_error_flows_back_and_never_forwards():
    network = unroll(*made("lstm"))
    for gradients in (*network.gradients.values(), network.shares):
        assert (np.triu(gradients, 1) == 0).all()
    assert (np.diag(network.gradients["hidden_state"]) > 0).all()


def test_the_share_of_an_elman_copy_is_its_error_times_what_it_read():
    """dL/da_t times h_{t−1}, x_t and two biases: the length of an outer product is the product of the lengths."""
    cell, x, losses = made("elman")
    network = unroll(cell, x, losses)
    output, _, internals = cell(x[None])
    h = internals[0]["hidden_state"][0]  # (T, H)
    delta = torch.autograd.grad(losses(output[0], slice(0, T))[-1], output)[0][0, -1]  # (H,)
    weight = cell.weights(0)["weight_hh"].detach()
    for t in reversed(range(T)):
        at_sum = delta * (1 - h[t] ** 2)
        read = torch.cat([x[t], h[t - 1] if t else torch.zeros(H), torch.ones(2)]).double()
        assert network.shares[-1, t] == pytest.approx(float(at_sum.norm() * read.norm()), rel=1e-5)
        assert network.gradients["hidden_state"][-1, t] == pytest.approx(float(delta.norm()), rel=1e-5)
        delta = at_sum @ weight


def test_steps_before_the_copies_are_read_too():
    cell, x, losses = made("gru", steps=COPIES + 9)
    network = unroll(cell, x, losses, end=COPIES + 5)
    _, _, internals = cell(x[None])
    assert network.begin == 5
    assert len(network.losses) == COPIES
    lengths = internals[0]["hidden_state"][0, 5 : COPIES + 5].norm(dim=1).numpy()
    np.testing.assert_allclose(network.states["hidden_state"], lengths, rtol=1e-6)


def test_the_networks_own_gradients_are_left_alone():
    cell, x, losses = made("lstm")
    unroll(cell, x, losses)
    assert all(weights.grad is None and weights.requires_grad for weights in cell.parameters())


def test_a_network_that_reads_in_both_directions_is_refused():
    cell, x, losses = made("lstm", bidirectional=True)
    with pytest.raises(ValueError, match="two rows"):
        unroll(cell, x, losses)
