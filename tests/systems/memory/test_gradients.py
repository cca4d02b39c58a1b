"""‖∂L/∂h_t‖ against autograd on the written-out equations, and against small steps, in float64."""

from __future__ import annotations

import pytest
import torch

from core.nn.cells.family import CELL_KEYS, build
from core.systems.memory.gradients import gradient_norms, telling_times

B, T, INPUTS, H = 3, 7, 4, 5


def prepared(key, layers=1, scale=1.0):
    cell = build(key, INPUTS, H, layers).double()
    generator = torch.Generator().manual_seed(3)
    cell.reset_parameters(generator)
    for name, weights in cell.named_parameters():
        if name.startswith("weight_hh"):
            weights.data *= scale
    x = torch.randn(B, T, INPUTS, generator=generator, dtype=torch.float64)
    wanted = torch.randn(B, H, generator=generator, dtype=torch.float64)
    return cell, x, lambda h: ((h - wanted) ** 2).sum(1)  # (B,)


def weights_of(cell):
    return cell.weight_ih_l0, cell.weight_hh_l0, cell.bias_ih_l0, cell.bias_hh_l0


def elman_states(cell, x):
    W_x, W_h, b_x, b_h = weights_of(cell)
    h, seen = x.new_zeros(B, H), []
    for x_t in x.unbind(1):
        h = (x_t @ W_x.T + b_x + h @ W_h.T + b_h).tanh()
        seen.append({"hidden_state": h})
    return seen


def lstm_states(cell, x):
    W_x, W_h, b_x, b_h = weights_of(cell)
    h, c, seen = x.new_zeros(B, H), x.new_zeros(B, H), []
    for x_t in x.unbind(1):
        i, f, g, o = (x_t @ W_x.T + b_x + h @ W_h.T + b_h).chunk(4, dim=1)
        c_now = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h, c = o.sigmoid() * c_now.tanh(), 1 * c_now  # c is what is carried on, a node apart from what h reads
        seen.append({"hidden_state": h, "cell_state": c})
    return seen


def gru_states(cell, x):
    W_x, W_h, b_x, b_h = weights_of(cell)
    h, seen = x.new_zeros(B, H), []
    for x_t in x.unbind(1):
        (r, z, n), (hr, hz, hn) = (x_t @ W_x.T + b_x).chunk(3, dim=1), (h @ W_h.T + b_h).chunk(3, dim=1)
        z = (z + hz).sigmoid()
        h = z * h + (1 - z) * (n + (r + hr).sigmoid() * hn).tanh()
        seen.append({"hidden_state": h})
    return seen


@pytest.mark.parametrize(("key", "written_out"), [("elman", elman_states), ("lstm", lstm_states), ("gru", gru_states)])
@pytest.mark.parametrize("scale", [0.3, 3.0])
def test_norms_agree_with_autograd_on_the_equations(key, written_out, scale):
    cell, x, loss = prepared(key, scale=scale)
    seen = written_out(cell, x)
    total = loss(seen[-1]["hidden_state"]).sum()
    norms = gradient_norms(cell, x, loss)
    assert set(norms) == set(seen[0])
    for name, found in norms.items():
        carried = [states[name] for states in seen]
        gradients = torch.autograd.grad(total, carried, retain_graph=True, allow_unused=True, materialize_grads=True)
        torch.testing.assert_close(found, torch.stack([g.norm(dim=1) for g in gradients], dim=1))


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("key", CELL_KEYS)
def test_a_small_step_of_a_state_changes_the_loss_by_its_gradient(key, layers):
    """Start at step t from a state moved by ε along each axis: the losses' differences make up the gradient."""
    cell, x, loss = prepared(key, layers)
    t, eps = 3, 1e-5
    _, state, _ = cell(x[:, : t + 1])

    def losses(name, unit, by):
        moved = {key: values.detach().clone() for key, values in state.items()}
        moved[name][-1, :, unit] += by
        output, _, _ = cell(x[:, t + 1 :], moved)
        return loss(output[:, -1]).detach()

    for name in cell.states:
        slopes = [(losses(name, unit, eps) - losses(name, unit, -eps)) / (2 * eps) for unit in range(H)]
        expected = torch.stack(slopes, dim=1).norm(dim=1)  # (B,)
        torch.testing.assert_close(gradient_norms(cell, x, loss)[name][:, t], expected, rtol=1e-4, atol=1e-8)


@pytest.mark.parametrize("key", CELL_KEYS)
def test_the_last_steps_gradient_is_the_losses_own(key):
    cell, x, loss = prepared(key)
    output = cell(x)[0][:, -1].detach().requires_grad_()
    [own] = torch.autograd.grad(loss(output).sum(), output)
    torch.testing.assert_close(gradient_norms(cell, x, loss)[cell.states[0]][:, -1], own.norm(dim=1))


def test_the_parameters_own_gradients_are_left_alone():
    cell, x, loss = prepared("lstm")
    gradient_norms(cell, x, loss)
    assert all(parameter.grad is None for parameter in cell.parameters())


def test_one_sequence_does_not_touch_another():
    cell, x, loss = prepared("gru")
    changed = x.clone()
    changed[1:] = 0
    one, other = (gradient_norms(cell, each, loss)["hidden_state"] for each in (x, changed))
    torch.testing.assert_close(one[0], other[0])
    assert not torch.allclose(one[1], other[1])


@pytest.mark.parametrize("key", ["elman", "jordan", "lstm_fgr", "gru"])
def test_at_fewer_times_the_norms_are_the_same(key):
    cell, x, loss = prepared(key, layers=2)
    every, some = gradient_norms(cell, x, loss), gradient_norms(cell, x, loss, [1, 4, 5, T])
    for name, norms in every.items():
        torch.testing.assert_close(some[name], norms[:, [0, 3, 4, T - 1]])


@pytest.mark.parametrize("length", [1, 2, 3, 50, 200])
def test_telling_times_run_from_the_first_to_the_last_and_are_few(length):
    times = telling_times(length)
    assert (times[0], times[-1]) == (1, length)
    assert times == sorted(set(times))
    assert times[-6:] == list(range(max(1, length - 5), length + 1))
    assert len(times) <= 30
