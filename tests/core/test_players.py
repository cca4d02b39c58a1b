"""Two players learn in one training: who is moved by what, and that all that holds of one player holds of two."""

from __future__ import annotations

import json
import math
import sqlite3
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from core.engine.worker import work
from core.errors import InputError
from core.runs.store import RunStore
from core.task import Player, TrainState
from core.training.checkpoints import header, restore, save
from core.training.loop import Diverged, Progress, Training, schedule, train
from tests.core.toy import ToyConfig, ToyTask, toy  # noqa: F401 (a fixture)
from tests.core.toy_players import DuelConfig, DuelTask, SharedDuelTask, SplitTask, duel  # noqa: F401 (a fixture)

GENERATOR, CRITIC = "learning_rate", "critic_learning_rate"


def started(seed: int = 0, task: type[DuelTask] = DuelTask, **knobs: float) -> Training:
    return Training.fresh(task(DuelConfig(**knobs)), seed)


def progress(training: Training, steps: int) -> list[dict[str, float]]:
    return [event.metrics for event in train(training, steps=steps) if isinstance(event, Progress)]


def losses(training: Training, steps: int) -> list[tuple[float, float]]:
    return [(row["train_loss"], row["critic_loss"]) for row in progress(training, steps)]


def weights(training: Training, prefix: str) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for name, p in training.model.named_parameters() if name.startswith(prefix)])


# ---- who is moved by what ----


def test_a_step_is_all_turns_and_tells_of_each_player():
    [row] = progress(started(critic_steps=3), 1)
    names = {
        f"{player}_{what}" for player in ("generator", "critic") for what in ("loss", "learning_rate", "gradient_norm")
    }
    assert row.keys() == {"train_loss", "distance", "cpu_seconds"} | names
    assert row["train_loss"] == row["generator_loss"]


def test_each_turn_starts_from_what_the_turn_before_carried():
    training = started(critic_steps=3)
    progress(training, 5)
    assert float(training.carry["turns"]) == 5 * (3 + 1)


def test_a_turn_moves_its_own_player_and_nobody_else():
    training = started()
    moved = {"generator": [], "critic": []}
    for learner in training.learners.values():
        for name in moved:
            learner.optimizer.register_step_pre_hook(lambda *_, name=name: moved[name].append(weights(training, name)))
    progress(training, 1)  # critic, critic, generator; each hook sees the weights before an update
    first, second, third = moved["generator"]
    assert torch.equal(first, second)
    assert torch.equal(second, third)
    assert not torch.equal(weights(training, "generator"), third)
    assert not torch.equal(moved["critic"][0], moved["critic"][1])
    assert torch.equal(moved["critic"][2], weights(training, "critic"))


def test_two_losses_of_one_forward_pass_each_move_their_own_player():
    task = SharedDuelTask(DuelConfig(critic_bound=1.0, clip=100.0, critic_clip=100.0))
    training = Training.fresh(task, 0)
    model, generator = training.model, torch.Generator()
    generator.set_state(training.generator.get_state())
    batch = task.batch(generator)
    found = task.step(model, batch, TrainState(0, {}, generator)).losses
    expected = {}
    for name, loss in found.items():
        own = [p for n, p in model.named_parameters() if n.startswith(name)]
        expected[name] = torch.cat([g.flatten() for g in torch.autograd.grad(loss, own, retain_graph=True)])
    progress(training, 1)
    for name, gradient in expected.items():
        own = [p for n, p in model.named_parameters() if n.startswith(name)]
        assert torch.equal(torch.cat([p.grad.flatten() for p in own]), gradient)


def test_the_generator_learns_what_the_critic_knows():
    training = started(critic_steps=5, critic_bound=0.5)
    before = training.task.quick_eval(training.model)["miss"]
    progress(training, 400)
    assert training.task.quick_eval(training.model)["miss"] < before / 2


def test_weights_of_a_bounded_player_stay_within_the_bound():
    training = started(critic_bound=0.05)
    progress(training, 10)
    assert weights(training, "critic").abs().max() <= 0.05 < weights(training, "generator").abs().max()


def test_each_player_has_its_own_clipping():
    training = started(clip=0.02, critic_clip=0.03)
    progress(training, 1)
    lengths = {
        name: math.sqrt(sum(float(p.grad.square().sum()) for p in learner.parameters.values()))
        for name, learner in training.learners.items()
    }
    assert lengths["generator"] <= 0.02 * 1.001
    assert lengths["critic"] <= 0.03 * 1.001


def test_a_parameter_without_a_player_stays_as_it_was_drawn():
    training = started(task=SplitTask)
    before = weights(training, "generator"), weights(training, "critic")
    [*_, row] = progress(training, 5)
    assert torch.equal(weights(training, "generator"), before[0])
    assert not torch.equal(weights(training, "critic"), before[1])
    assert row.keys() == {"train_loss", "learning_rate", "gradient_norm", "reward", "cpu_seconds"}


def test_a_parameter_has_one_player():
    class Greedy(DuelTask):
        players = (*DuelTask.players, Player("other", ("critic.0",)))

    with pytest.raises(ValueError, match=r"more than one player has critic\.0\.bias, critic\.0\.weight"):
        started(task=Greedy)


def test_a_player_has_parameters():
    class Nobody(DuelTask):
        players = (Player("judge", ("judge.",)),)

    with pytest.raises(ValueError, match="judge has no parameters"):
        started(task=Nobody)


def test_a_player_that_diverges_is_told_with_its_own_rate_and_clip():
    training = started(critic_learning_rate=0.5, critic_clip=0.25)
    with torch.no_grad():
        next(training.model.critic.parameters()).fill_(math.nan)
    with pytest.raises(Diverged, match=r"\(it was 0\.5\) or a smaller clip \(it was 0\.25\)"):
        progress(training, 1)


# ---- rates, checkpoints ----


def test_a_rate_of_one_player_changes_that_player_alone():
    training, other = started(), started()
    assert losses(training, 3) == losses(other, 3)
    training.set_rate(0.005, CRITIC)
    [row] = progress(training, 1)
    assert row["critic_learning_rate"] == 0.005 * schedule(3)
    assert row["generator_learning_rate"] == 0.01 * schedule(3)
    assert row["critic_loss"] != losses(other, 1)[0][1]


@pytest.mark.parametrize("task", [DuelTask, SharedDuelTask])
def test_two_players_resume_bit_by_bit_after_a_change_of_both_rates(tmp_path: Path, task, duel):
    path = tmp_path / "checkpoint"
    uninterrupted, resumed = started(task=task), started(seed=1, task=task)
    losses(uninterrupted, 3)
    uninterrupted.set_rate(0.003)
    uninterrupted.set_rate(0.004, CRITIC)
    losses(uninterrupted, 2)
    save(path, uninterrupted, lab="duel", seed=0, metrics={})
    restore(resumed, path)
    assert resumed.rates == {GENERATOR: 0.003, CRITIC: 0.004}
    assert losses(resumed, 20) == losses(uninterrupted, 20)
    assert torch.equal(weights(resumed, ""), weights(uninterrupted, ""))


def test_a_fork_with_another_rate_of_one_player_keeps_the_other_as_last_set(tmp_path: Path, duel):
    path = tmp_path / "checkpoint"
    parent = started()
    parent.set_rate(0.003)
    parent.set_rate(0.004, CRITIC)
    losses(parent, 2)
    save(path, parent, lab="duel", seed=0, metrics={})
    fork = started(critic_learning_rate=0.5)
    restore(fork, path)
    assert fork.rates == {GENERATOR: 0.003, CRITIC: 0.5}


def test_a_checkpoint_of_an_older_version_is_read_as_one_of_today(tmp_path: Path, toy):
    """Metrics were called figures, and there was one learning rate; the tensors were the same."""
    training = Training.fresh(ToyTask(ToyConfig()), 0)
    list(train(training, steps=3))
    training.set_rate(0.003)
    path, old = tmp_path / "new", tmp_path / "old"
    save(path, training, lab="toy", seed=0, metrics={"accuracy": 0.5})
    with safe_open(path, framework="pt") as file:
        facts = json.loads(file.metadata()["unrolled"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (it is no mapping)
    facts["figures"], facts["learning_rate"] = facts.pop("metrics"), facts.pop("rates")["learning_rate"]
    save_file(tensors, old, {"unrolled": json.dumps(facts)})
    assert header(old) == header(path)
    resumed = Training.fresh(ToyTask(ToyConfig()), 1)
    restore(resumed, old)
    assert resumed.rates == {"learning_rate": 0.003}
    assert progress(resumed, 5)[-1]["train_loss"] == progress(training, 5)[-1]["train_loss"]


# ---- in the store, with a worker ----


@pytest.fixture
def store(tmp_path: Path, duel):
    store = RunStore(folder=tmp_path)
    store.queue.beat("engine", 1)
    yield store
    store.close()


def finished(store: RunStore, run_id: str):
    store.queue.play(run_id, "engine")
    work(run_id, store.url, str(store.folder), "engine")
    run = store.get(run_id)
    assert run.state == "finished", run.failure
    return run


def recorded(store: RunStore, run_id: str) -> dict[int, tuple[float, float]]:
    return {row["step"]: (row["train_loss"], row["critic_loss"]) for row in store.metrics(run_id)}


def test_a_worker_trains_two_players_and_records_both(store):
    run = finished(store, store.create("duel", {}, 0, max_steps=30).id)
    training = started()
    assert list(recorded(store, run.id).values()) == losses(training, 30)
    assert run.rates == {GENERATOR: 0.01, CRITIC: 0.02}


def test_rates_of_two_players_asked_for_one_after_the_other_are_both_kept(store):
    run = store.create("duel", {}, 0, max_steps=30)
    store.set_learning_rate(run.id, 0.03)
    store.set_learning_rate(run.id, 0.04, CRITIC)
    assert store.get(run.id).rates == store.queue.control(run.id).rates == {GENERATOR: 0.03, CRITIC: 0.04}
    done = finished(store, run.id)
    assert done.rates == {GENERATOR: 0.03, CRITIC: 0.04}
    assert done.interventions == [[0, 0.03, GENERATOR], [0, 0.04, CRITIC]]
    assert store.queue.control(run.id).rates == {}


def test_a_rate_that_no_player_has_is_refused(store):
    run = store.create("duel", {}, 0)
    for knob in ("hidden_size", "judge_learning_rate"):
        with pytest.raises(InputError, match=f"duel has no learning rate called '{knob}'"):
            store.set_learning_rate(run.id, 0.1, knob)


def test_a_replay_repeats_changes_of_either_rate(store):
    changes = [[5, 0.03, CRITIC], [9, 0.002, GENERATOR], [9, 0.001, CRITIC]]
    run = finished(store, store.create("duel", {}, 0, max_steps=30, interventions=changes).id)
    again = finished(store, store.replay(run.id).id)
    assert again.interventions == changes
    assert recorded(store, again.id) == recorded(store, run.id)
    plain = finished(store, store.create("duel", {}, 0, max_steps=30).id)
    assert [step for step, found in recorded(store, plain.id).items() if found == recorded(store, run.id)[step]] == [
        *range(1, 6)
    ]


def test_a_fork_goes_on_with_the_rates_that_held(store):
    changes = [[5, 0.03, CRITIC], [20, 0.002, GENERATOR]]
    run = finished(store, store.create("duel", {}, 0, max_steps=30, interventions=changes).id)
    fork = store.fork(run.id, 10, max_steps=20)
    assert {knob: fork.config[knob] for knob in (GENERATOR, CRITIC)} == {GENERATOR: 0.01, CRITIC: 0.03}
    known = recorded(store, run.id)
    assert recorded(store, finished(store, fork.id).id) == {step: known[step] for step in range(11, 21)}


def test_a_store_of_an_older_version_keeps_its_runs_their_changes_and_their_metrics(tmp_path: Path, toy):
    """There was one wanted rate, and changes did not say of which knob."""
    store = RunStore(folder=tmp_path)
    run = store.create("toy", {}, 0, max_steps=4)
    store.queue.beat("engine", 1)
    finished(store, run.id)
    store.close()
    with sqlite3.connect(tmp_path / "unrolled.db") as database:
        database.execute("ALTER TABLE runs DROP COLUMN wanted_rates")
        database.execute("ALTER TABLE runs ADD COLUMN wanted_rate DOUBLE")
        database.execute("UPDATE runs SET interventions = '[[2, 0.5]]', wanted_rate = NULL")
        assert "figures" in {row[1] for row in database.execute("PRAGMA table_info(checkpoints)")}
    database.close()
    again = RunStore(folder=tmp_path)
    old = again.get(run.id)
    assert (old.interventions, old.rates) == ([[2, 0.5, "learning_rate"]], {"learning_rate": 0.5})
    assert [old.rates_at(step)["learning_rate"] for step in (1, 2)] == [0.01, 0.5]
    assert set(again.checkpoint(run.id).metrics) == {"accuracy", "characters"}
    again.set_learning_rate(run.id, 0.2)
    assert again.get(run.id).rates == {"learning_rate": 0.2}
    again.close()
