"""What is learnt: more than an untrained network, than chance, and on more points than any set of the training had."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.pointer_network.config import MOST, PointerConfig
from core.labs.pointer_network.data import NONE, draw, posed
from core.labs.pointer_network.geometry import solve, tour_length
from core.labs.pointer_network.task import PointerTask, quality, right
from core.training.loop import Training, train

STEPS = 300


@pytest.fixture(scope="module")
def training():
    """A small training that learnt hulls for `STEPS` steps."""
    training = Training.fresh(PointerTask(PointerConfig()), seed=0)
    for _ in train(training, steps=STEPS):
        pass
    return training


def measured(training, count: int = 200) -> dict[str, float]:
    return training.task._measure(training.model.eval(), count)


def test_in_a_few_seconds_hulls_are_found_that_an_untrained_network_never_finds(training):
    untrained = Training.fresh(training.task, seed=0)
    before, after = measured(untrained), measured(training)
    assert before["accuracy"] < 0.05
    assert after["accuracy"] > 0.5
    assert after["coverage"] > 0.98 > before["coverage"]


def test_a_pointer_reaches_points_beyond_its_training_and_a_fixed_vocabulary_none(training):
    assert measured(training)["accuracy_longer"] > 0.25
    other = Training.fresh(PointerTask(PointerConfig(architecture="fixed")), seed=0)
    for _ in train(other, steps=STEPS):
        pass
    found = measured(other)
    assert found["accuracy"] > 0.1, "within its vocabulary it does learn"
    assert found["accuracy_longer"] <= 0.01


@pytest.mark.parametrize("task", ["hull", "sorting", "tour"])
def test_answers_end_and_are_padded(task):
    sets = posed(task, draw(16, 6, torch.Generator().manual_seed(0)))
    for one, row in zip(sets.points.numpy(), sets.answer.tolist(), strict=True):
        answer = [k for k in row if k != NONE]
        assert answer[-1] == 6
        assert tuple(answer[:-1]) == solve(task, one[None])[0]
    assert all((np.diff(one[:, 0]) >= 0).all() for one in sets.points.numpy()), "from left to right"


def test_right_means_right_from_beginning_to_end():
    sets = posed("hull", draw(3, 5, torch.Generator().manual_seed(1)))
    said = torch.where(sets.answer == NONE, 5, sets.answer)
    said = torch.nn.functional.pad(said, (0, 6 - said.shape[1]), value=5)
    assert right(said, sets).tolist() == [True] * 3
    said[1, 1] = said[1, 0]
    said[2] = torch.tensor([*range(5), 5])
    assert right(said, sets)[0]
    assert not right(said, sets)[1]


def test_quality_is_one_of_right_answers_and_worse_of_others():
    generator = torch.Generator().manual_seed(2)
    for task, measure in (("hull", "coverage"), ("tour", "tour_ratio")):
        sets = posed(task, draw(20, 7, generator))
        said = torch.where(sets.answer == NONE, 7, sets.answer)
        assert quality(task, said, sets)[measure] == pytest.approx(1)
    tours = torch.arange(8).expand(20, -1)
    found = quality("tour", tours, sets)
    best = [tour_length(one[answer[:7]]) for one, answer in zip(sets.points.numpy(), sets.answer.numpy(), strict=True)]
    ratios = [tour_length(one) / length for one, length in zip(sets.points.numpy(), best, strict=True)]
    assert found == {"valid": 1.0, "tour_ratio": pytest.approx(np.mean(ratios))}
    assert quality("tour", torch.zeros_like(tours), sets) == {"valid": 0.0}
    hulls = posed("hull", draw(20, 7, generator))
    two = torch.tensor([[0, 1] + [7] * 6]).expand(20, -1)
    assert quality("hull", two, hulls)["coverage"] == pytest.approx(0)


def test_held_out_sets_are_the_same_in_every_run_and_others_than_those_of_the_training():
    one, other = (PointerTask(PointerConfig(hidden_size=size)) for size in (16, 48))
    assert torch.equal(one.held_out(6, 10).points, other.held_out(6, 10).points)
    trained = {
        tuple(row) for _ in range(5) for row in one.batch(torch.Generator().manual_seed(0)).points.flatten(1).tolist()
    }
    assert not trained & {
        tuple(row) for n in one.config.sizes for row in one.held_out(n, 50).points.flatten(1).tolist()
    }


def test_sets_of_a_training_have_every_size_from_the_fewest_to_the_most():
    task, generator = PointerTask(PointerConfig(points=7)), torch.Generator().manual_seed(0)
    assert {task.batch(generator).points.shape[1] for _ in range(60)} == {5, 6, 7}
    assert list(PointerConfig(points=3).sizes) == [3]


def test_size_that_the_heads_cannot_share_is_refused():
    with pytest.raises(InputError, match="cannot share 30 numbers equally"):
        PointerConfig(hidden_size=30)


def test_own_points_are_what_sets_are_drawn_from(tmp_path):
    places = np.random.default_rng(0).random((100, 2)).round(3)
    places[0], places[1] = (0, 0), (1, 1)
    file = tmp_path / "points.csv"
    file.write_text("\n".join(f"{x},{y}" for x, y in places))
    task = PointerTask(PointerConfig(), file)
    known = {tuple(np.float32(place)) for place in places}
    drawn = {tuple(place) for place in task.batch(torch.Generator().manual_seed(0)).points.numpy().reshape(-1, 2)}
    held_out = {tuple(place) for place in task.held_out(8, 50).points.numpy().reshape(-1, 2)}
    assert drawn <= known
    assert held_out <= known
    assert not drawn & held_out
    assert task.most == len({tuple(place) for place in places}) // 5
    assert PointerTask(PointerConfig()).most == MOST
    training = Training.fresh(task, seed=0)
    for _ in train(training, steps=2):
        pass


def test_own_points_that_cannot_be_used_are_refused(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("1,2\n3,4\n")
    with pytest.raises(InputError, match="2 different points"):
        PointerTask(PointerConfig(), file)
