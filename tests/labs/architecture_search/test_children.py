from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import cross_entropy

from core.labs.architecture_search.children import (
    Dense,
    Descent,
    Remembering,
    judged_on,
    kept_back,
    train_child,
)
from core.labs.architecture_search.inside import confusion, inside, parameters
from core.labs.architecture_search.spaces import DENSE, RECURRENT

GOOD = DENSE.read("1, 32, tanh, 0.01, adam")


def generator():
    return torch.Generator().manual_seed(3)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
def test_gradient_that_is_written_out_is_that_of_autograd(activation):
    child = Dense({"layers": "3", "width": "8", "activation": activation}, generator())
    child.theta = child.theta.double().requires_grad_()
    pieces = [shape for W, b in child.weights for shape in (W.shape, b.shape)]
    parts = [p.view(s) for p, s in zip(child.theta.split([math.prod(s) for s in pieces]), pieces, strict=True)]
    child.weights = list(zip(parts[::2], parts[1::2], strict=True))
    row = torch.zeros(len(child.theta), dtype=torch.float64)
    slopes = [p.view(s) for p, s in zip(row.split([math.prod(s) for s in pieces]), pieces, strict=True)]
    child.slopes = list(zip(slopes[::2], slopes[1::2], strict=True))
    x, y = torch.rand(16, 64, generator=generator(), dtype=torch.float64), torch.arange(16) % 10
    loss = cross_entropy(child.scores(x), y)
    [wanted] = torch.autograd.grad(loss, child.theta)
    with torch.no_grad():
        assert child.learn(x, y) == pytest.approx(loss.item(), rel=1e-12)
    torch.testing.assert_close(row, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_weights_move_as_with_the_optimizer_of_torch(optimizer):
    child = Dense({"layers": "1", "width": "4", "activation": "tanh"}, generator())
    theirs = child.theta.clone().requires_grad_()
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[optimizer]
    reference, descent = kind([theirs], lr=0.1), Descent(child, {"rate": "0.1", "optimizer": optimizer})
    for _ in range(5):
        child.gradient.normal_(generator=generator())
        theirs.grad = child.gradient.clone()
        reference.step()
        descent.step()
    torch.testing.assert_close(child.theta, theirs.detach(), rtol=1e-4, atol=1e-5)


def test_recurrent_child_keeps_its_weights_and_gradients_in_a_row():
    said = {"cell": "gru", "memory": "chrono", "layers": "2", "width": "4"}
    child = Remembering(said, generator())
    x, y = judged_on("recurrent")
    child.learn(x[:8], y[:8])
    named = [*child.cell.parameters(), *child.output.parameters()]
    assert torch.equal(torch.cat([values.detach().flatten() for values in named]), child.theta)
    assert torch.equal(torch.cat([values.grad.flatten() for values in named]), child.gradient)
    assert child.gradient.abs().sum() > 0


@pytest.mark.parametrize(
    ("space", "text"), [(DENSE, "2, 16, relu, 0.01, adam"), (RECURRENT, "lstm, chrono, 1, 8, 0.1, adam")]
)
def test_the_same_seed_gives_the_same_child_and_another_one_another(space, text):
    (one, first), (other, second), (_, third) = (train_child(space, space.read(text), seed) for seed in (5, 5, 6))
    assert torch.equal(one.theta, other.theta)
    assert first == second != third


def test_what_is_random_outside_moves_no_child():
    torch.manual_seed(0)
    first = train_child(DENSE, GOOD, 1)[1]
    torch.manual_seed(1)
    assert train_child(DENSE, GOOD, 1)[1] == first


def test_a_child_that_diverges_scores_0_and_says_so():
    _, outcome = train_child(DENSE, DENSE.read("4, 64, linear, 1, sgd"), 0)
    assert outcome.diverged
    assert outcome.reward == outcome.accuracies[-1] == 0
    assert len(outcome.accuracies) == 5
    assert all(map(math.isfinite, outcome.losses))


def test_a_good_design_learns_and_a_bad_one_stays_at_chance():
    child, good = train_child(DENSE, GOOD, 0)
    assert good.reward > 0.85
    assert good.accuracies == tuple(sorted(good.accuracies))
    assert train_child(DENSE, DENSE.read("4, 4, sigmoid, 0.0001, sgd"), 0)[1].reward < 0.2
    counts = confusion("dense", child)
    assert counts.sum() == len(kept_back("dense").y)
    assert counts.trace() / counts.sum() > 0.85
    one = inside("dense", child, 0)
    assert [values.shape for values in one.values] == [(32,)]
    assert one.p.sum() == pytest.approx(1, abs=1e-5)
    assert parameters(child) == 64 * 32 + 32 + 32 * 10 + 10


def test_a_recurrent_child_that_remembers_can_be_opened():
    child, outcome = train_child(RECURRENT, RECURRENT.read("gru, chrono, 1, 16, 0.1, adam"), 0)
    assert outcome.reward > 0.9
    one = inside("recurrent", child, 3)
    assert one.values[0].shape == (8, 16)
    assert one.p.shape == (8, 8)
    assert one.p[-1].argmax() == one.answer
    assert int(one.read[0]) == one.answer


def test_nobody_learns_from_what_the_reward_is_counted_on():
    judged, kept = judged_on("dense"), kept_back("dense")
    assert (len(judged.y), len(kept.y)) == (400, 397)
    assert not {x.numpy().tobytes() for x in judged.x} & {x.numpy().tobytes() for x in kept.x}
