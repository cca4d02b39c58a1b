from __future__ import annotations

from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
import torch

from core.errors import InputError
from core.labs.architecture_search.children import Outcome, train_child
from core.labs.architecture_search.config import SearchConfig
from core.labs.architecture_search.history import tried
from core.labs.architecture_search.observations import middle
from core.labs.architecture_search.spaces import DENSE
from core.labs.architecture_search.table import rewards
from core.labs.architecture_search.task import SearchTask
from core.runs.shipped import ShippedRun
from core.task import TrainState
from core.training.checkpoints import load_model, restore, save
from core.training.loop import Progress, Training, train
from dashboard.labs.architecture_search.searches import SEEDS

KEY = "architecture_search"


def steps(training: Training, count: int) -> list[dict[str, float]]:
    """What is recorded of the next steps, but for the time they took."""
    rows = [event for event in train(training, steps=count) if isinstance(event, Progress)]
    return [{"step": row.step, **row.metrics, "cpu_seconds": 0.0} for row in rows]


def shipped(name: str = "") -> ShippedRun:
    return ShippedRun(f"{KEY}.{name}" if name else KEY)


def children(name: str):
    return tried(shipped(name).metrics)


def test_a_search_that_was_interrupted_tries_the_same_children_with_the_same_losses(tmp_path: Path):
    config = SearchConfig(batch_size=2)
    whole = Training.fresh(SearchTask(config), seed=4)
    steps(whole, 3)
    save(tmp_path / "point.safetensors", whole, lab=KEY, seed=4, metrics={})
    after = steps(whole, 3)
    again = Training.fresh(SearchTask(config), seed=9)
    restore(again, tmp_path / "point.safetensors")
    assert steps(again, 3) == after
    assert len(tried(after)) == 6


def test_a_child_of_a_run_can_be_trained_again_from_what_was_recorded():
    [row] = steps(Training.fresh(SearchTask(SearchConfig()), seed=0), 1)
    [one] = tried([row])
    _, outcome = train_child(DENSE, DENSE.tokens(one.design), one.seed)
    assert outcome.accuracies == one.accuracies
    assert row["train_loss"] == pytest.approx(1 - one.reward, abs=1e-6)


class Told(SearchTask):
    """A search whose children are not trained: their reward is that of the table."""

    def outcome(self, model, tokens, seed):
        reward = float(rewards("dense")[DENSE.number(tokens)])
        return Outcome(reward, (reward,) * 5, (1.0,), False)


@pytest.mark.parametrize("knobs", [{"baseline": False}, {"entropy": 0.5}], ids=str)
def test_gradient_is_that_of_reinforce_computed_by_hand(knobs):
    task = Told(SearchConfig(batch_size=3, **knobs))
    model = task.model(torch.Generator().manual_seed(0)).double()
    torch.nn.init.normal_(model.output.weight, generator=torch.Generator().manual_seed(1))
    state = TrainState(5, {"baseline": torch.tensor(0.3)}, torch.Generator().manual_seed(2))
    step = task.step(model, torch.tensor([1, 2, 3]), state)
    step.losses["model"].backward()
    found = model.output.bias.grad.numpy()  # (V,)
    R, wanted, entropy_weight = [], np.zeros(len(DENSE.words)), task.config.entropy
    for place in range(3):
        tokens = DENSE.tokens(int(step.metrics[f"design_{place}"]))
        p = np.exp(model(torch.tensor([tokens]))[0][0].detach().numpy())  # (T, V)
        reward = step.metrics[f"accuracy_{place}_5"]
        advantage = reward - (0.3 if task.config.baseline else 0)
        for row, token in zip(p, tokens, strict=True):
            chosen = np.arange(len(row)) == token
            log_p = np.log(np.where(row > 0, row, 1))
            entropy = -(row * log_p).sum()
            wanted -= advantage * (chosen - row) / 3
            wanted -= entropy_weight * (-row * (log_p + entropy)) / 3
        R.append(reward)
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert step.losses["model"].item() == pytest.approx(1 - fmean(R), abs=1e-6)
    assert step.carry["baseline"].item() == pytest.approx(0.9 * 0.3 + 0.1 * fmean(R), abs=1e-6)


def test_random_search_never_moves_a_belief():
    training = Training.fresh(Told(SearchConfig(controller="random")), seed=0)
    steps(training, 5)
    beliefs = training.model.beliefs()
    torch.testing.assert_close(beliefs, torch.full_like(beliefs, 1 / 800))


def test_a_space_of_one_is_searched_and_nothing_moves():
    training = Training.fresh(Told(SearchConfig(free=0)), seed=0)
    rows = steps(training, 3)
    assert {row["design_0"] for row in rows} == {float(DENSE.number(DENSE.read(DENSE.held)))}
    assert all(row["gradient_norm"] == 0 for row in rows)
    measured = training.task.quick_eval(training.model)
    assert measured["expected_reward"] == measured["likeliest_reward"]
    assert measured["entropy"] == 0


def test_several_children_of_a_description_share_its_reward():
    task = SearchTask(SearchConfig(children=2))
    model = task.model(torch.Generator().manual_seed(0))
    tokens = DENSE.read("1, 16, tanh, 0.01, adam")
    both = [train_child(DENSE, tokens, seed)[1].reward for seed in (7, 8)]
    assert task.outcome(model, tokens, 7).reward == pytest.approx(fmean(both))


def test_an_own_file_gets_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="own digits"):
        SearchTask(SearchConfig(), tmp_path / "digits.csv")


# ---- the figures, on the runs that ship ----


@pytest.mark.parametrize("space", ["dense", "recurrent"])
def test_children_51_to_100_are_twice_as_good_as_those_of_random_search(space):
    names = {
        "dense": (("", "reinforce_1", "reinforce_2"), ("random_0", "random_1", "random_2")),
        "recurrent": (("recurrent",), ("recurrent_random",)),
    }[space]
    ours, random = ([middle([one.reward for one in children(name)]) for name in some] for some in names)
    assert min(ours) >= 2 * max(random)


def test_shipped_seeds_and_children_are_those_that_the_page_tells_of():
    for space in SEEDS.values():
        for names in space:
            assert [shipped(name).run.seed for name in names] == [0, 1, 2]
    assert all(len(children(name)) == 300 for name in ("", "random_2", "recurrent"))
    assert any(one.diverged for one in children("random_0"))
    assert all(one.reward == 0 for one in children("random_0") if one.diverged)


def test_best_child_of_a_controller_is_hardly_better_than_that_of_random_search():
    best = [
        fmean(max(one.reward for one in children(name)) for name in some)
        for some in (("", "reinforce_1", "reinforce_2"), ("random_0", "random_1", "random_2"))
    ]
    assert abs(best[0] - best[1]) < 0.03


def test_expectation_of_the_shipped_controller_rises_from_that_of_random_search():
    points = shipped().checkpoints
    expected = [point.metrics["expected_reward"] for point in points]
    assert expected[0] == pytest.approx(rewards("dense").mean(), abs=1e-3)
    assert expected[-1] > 0.85
    model = load_model(points[-1].path)
    assert model.beliefs().double().numpy() @ rewards("dense") == pytest.approx(expected[-1], abs=5e-3)
    assert SearchTask(SearchConfig()).quick_eval(load_model(points[0].path))["entropy"] == pytest.approx(
        np.log(800), abs=1e-3
    )
