"""The network against its equations: what it points at, what the mask leaves, and what it must not depend on."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.pointer_network.config import MOST, PointerConfig
from core.labs.pointer_network.data import draw, posed
from core.labs.pointer_network.model import END, PointerNetwork
from core.labs.pointer_network.task import PointerTask

TASKS = ("hull", "sorting", "tour")
ARCHITECTURES = ("pointer", "attention", "fixed")


def untrained(seed: int = 0, **knobs) -> PointerNetwork:
    return PointerTask(PointerConfig(**knobs)).model(torch.Generator().manual_seed(seed)).eval()


def sets(count: int, n: int) -> torch.Tensor:
    return torch.from_numpy(draw(count, n, torch.Generator().manual_seed(n)))


def some(n: int) -> tuple[tuple[float, float], ...]:
    return tuple(map(tuple, sets(1, n)[0].tolist()))


def test_trace_names_its_axes_and_ends_where_the_answer_ends():
    trace = untrained().trace(some(7))
    T = trace.sizes["target"]
    assert dict(trace.sizes) == {"target": T, "source": 8, "unit": 48, "layer": 1, "time": T}
    assert [str(name) for name in trace["source_token"].values] == [*"1234567", END]
    assert str(trace["target_token"].values[-1]) == END
    said = trace["pointing"].values.argmax(1)
    assert [str(trace["source_token"].values[k]) for k in said] == [str(name) for name in trace["target_token"].values]


@torch.no_grad()
def test_pointing_is_the_softmax_of_the_scores_that_the_mask_leaves():
    model = untrained()
    trace = model.trace(some(6))
    e = torch.tensor(trace["annotation"].values)  # (n + 1, H)
    d = torch.tensor(trace["hidden_state"].values[0])  # (T, H)
    visited: set[int] = set()
    for i, row in enumerate(trace["pointing"].values):
        u = torch.stack([model.v @ torch.tanh(model.key.weight @ e_j + model.query.weight @ d[i]) for e_j in e])
        np.testing.assert_allclose(trace["score"].values[i], u.numpy(), atol=1e-5)
        hidden = visited | (set() if i else {6})
        open_ = [j for j in range(7) if j not in hidden]
        p = torch.exp(u[open_] - u.max())
        np.testing.assert_allclose(row[open_], (p / p.sum()).numpy(), atol=1e-5)
        assert (row[sorted(hidden)] == 0).all()
        visited.add(int(row.argmax()))


@torch.no_grad()
def test_attention_blends_what_the_pointer_would_point_at_and_a_vocabulary_answers():
    model = untrained(architecture="attention")
    trace = model.trace(some(8))
    e, alpha = trace["annotation"].values, trace["alignment"].values
    np.testing.assert_allclose(trace["context"].values, alpha @ e, atol=1e-5)
    d = trace["hidden_state"].values[0]  # (T, H)
    words = np.concatenate((d, alpha @ e), axis=1) @ model.output.weight.numpy().T + model.output.bias.numpy()
    first = np.exp(words[0, :8])
    np.testing.assert_allclose(trace["pointing"].values[0, :8], first / first.sum(), atol=1e-5)


def test_decoder_without_a_look_has_no_scores():
    trace = untrained(architecture="fixed").trace(some(5))
    assert {"score", "alignment", "context"}.isdisjoint(trace.data_vars)


def test_decoder_is_torchs_gru():
    model = untrained()
    gru = torch.nn.GRU(48, 48, batch_first=True)
    gru.load_state_dict(model.decoder.state_dict())
    trace = model.trace(some(6))
    e = torch.tensor(trace["annotation"].values)
    said = trace["pointing"].values.argmax(1)
    read = torch.stack([model.begin, *(e[k] for k in said[:-1])])[None]  # (1, T, H)
    hidden, _ = gru(read, model.state(e[None])[None])
    torch.testing.assert_close(torch.tensor(trace["hidden_state"].values), hidden.detach())


@torch.no_grad()
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_reading_its_own_answer_it_says_what_it_said_step_by_step(task, architecture):
    model = untrained(task=task, architecture=architecture)
    points = sets(16, 7)
    said, steps = model.decode(points)
    taught = model(points, said).softmax(-1)  # (B, M, n + 1)
    ended = torch.nn.functional.pad((said == 7).cumsum(1) > 0, (1, 0))[:, :-1]  # (B, M)
    for i, step in enumerate(steps):
        torch.testing.assert_close(step["pointing"][~ended[:, i]], taught[~ended[:, i], i], atol=1e-5, rtol=1e-4)


@torch.no_grad()
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_trace_follows_an_answer_that_is_given(architecture):
    model = untrained(architecture=architecture, points=5)
    points, answer = some(7), (0, 3, 6, 7)
    trace = model.trace(points, follow=answer)
    assert [str(token) for token in trace["target_token"].values] == ["1", "4", "7", END]
    taught = model(torch.tensor([points]), torch.tensor([answer])).softmax(-1)[0]  # (M, n + 1)
    np.testing.assert_allclose(trace["pointing"].values, taught.numpy(), atol=1e-5)


@torch.no_grad()
def test_a_later_place_of_the_answer_changes_no_earlier_step():
    model = untrained(task="sorting")
    points, answer = sets(4, 6), torch.arange(7).expand(4, -1)
    other = answer.clone()
    other[:, 4:] = torch.tensor([5, 4, 6])
    one, two = model(points, answer), model(points, other)
    torch.testing.assert_close(one[:, :5], two[:, :5])
    assert not torch.allclose(one[:, 5], two[:, 5])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("task", ["sorting", "tour"])
@pytest.mark.parametrize("n", [1, 2, 5, 12, 50])
def test_under_the_mask_even_an_untrained_pointer_visits_every_point_once(task, n, seed):
    said, _ = untrained(seed, task=task).decode(sets(8, n))
    assert (said[:, :n].sort(1).values == torch.arange(n)).all()
    assert (said[:, n] == n).all()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_under_the_mask_no_corner_is_named_twice_and_one_at_least(architecture):
    said, _ = untrained(architecture=architecture).decode(sets(32, 9))
    for row in said.tolist():
        named = [k for k in row if k < 9]
        assert 1 <= len(named) == len(set(named))


def test_without_the_mask_a_point_may_be_named_again():
    said, _ = untrained(task="tour", mask=False).decode(sets(32, 6))
    assert any(len(set(row[row < 6].tolist())) < 6 for row in said)


@pytest.mark.parametrize("architecture", ["attention", "fixed"])
@pytest.mark.parametrize("task", TASKS)
def test_fixed_vocabulary_never_names_a_place_beyond_it(architecture, task):
    model = untrained(architecture=architecture, task=task, points=6)
    said, steps = model.decode(sets(16, 10))
    assert set(said.unique().tolist()) <= {*range(6), 10}
    assert all((step["pointing"][:, 6:10] == 0).all() for step in steps)
    assert all(torch.isfinite(step["pointing"]).all() for step in steps)


@torch.no_grad()
def test_encoder_of_a_pointer_sees_a_set_and_no_order():
    model, order = untrained(), torch.tensor([3, 0, 4, 1, 2])
    points = sets(2, 5)
    torch.testing.assert_close(model.encode(points[:, order])[:, :-1], model.encode(points)[:, order])
    told = untrained(architecture="fixed")
    assert not torch.allclose(told.encode(points[:, order])[:, :-1], told.encode(points)[:, order])


def test_loss_has_a_gradient_for_every_weight_and_is_finite_in_every_task():
    for task in TASKS:
        for architecture in ARCHITECTURES:
            learner = PointerTask(PointerConfig(task=task, architecture=architecture))
            model = learner.model(torch.Generator().manual_seed(0))
            loss = learner.loss(model, posed(task, sets(8, 8).numpy()), torch.Generator())
            loss.backward()
            assert torch.isfinite(loss)
            assert all(torch.isfinite(weights.grad).all() for weights in model.parameters())


@pytest.mark.parametrize("points", [(), some(MOST + 1)], ids=["none", "too many"])
def test_what_cannot_be_looked_at_is_said_in_a_sentence(points):
    with pytest.raises(InputError, match=r"points cannot be looked at\. Take from 1 to 50"):
        untrained().trace(points)


@pytest.mark.parametrize(
    "points", [((0.5, 0.5),), ((0.5, 0.5),) * 2, tuple((k / 10, k / 10) for k in range(8)), some(MOST)]
)
@pytest.mark.parametrize("task", TASKS)
def test_every_set_that_can_be_looked_at_gets_an_answer(points, task):
    trace = untrained(task=task).trace(points)
    assert str(trace["target_token"].values[-1]) == END
