"""What a worker does with a run, in this process and on the toy lab: every promise of the run panel, loss by loss."""

from __future__ import annotations

import errno
import json
import math
import os
import threading
import time
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

import core.engine.worker
from core.engine.worker import work
from core.runs.store import RunStore
from core.runs.tables import CHECKPOINTS, StoreAway
from core.training.checkpoints import header
from tests.core.toy import ToyTask, toy  # noqa: F401  (a fixture)

PATIENCE = 300.0
"""Seconds after which a test gives up waiting; a tenth of one is the rule."""


@pytest.fixture
def store(tmp_path, toy):
    store = RunStore(folder=tmp_path)
    store.queue.beat("engine", 1)
    yield store
    store.close()


def until(condition):
    """Wait for `condition`, and return what it said."""
    deadline = time.monotonic() + PATIENCE
    while not (said := condition()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.005)
    return said


def train(store, run_id):
    """What a Dask worker does when it is handed a run."""
    work(run_id, store.url, str(store.folder), "engine")


def finish(store, run_id):
    """Train a run here and now until it ends."""
    store.queue.play(run_id, "engine")
    train(store, run_id)
    return store.get(run_id)


@contextmanager
def worker(store, run_id):
    """A worker that trains a run beside the test, and is sent home at its end."""
    store.queue.enqueue(run_id, "engine")
    thread = threading.Thread(target=train, args=(store, run_id))
    thread.start()
    yield thread
    store.queue.stop(run_id)
    thread.join(PATIENCE)
    assert not thread.is_alive()


def losses(store, run_id):
    return {row["step"]: row["train_loss"] for row in store.metrics(run_id)}


def state(store, run_id):
    return store.get(run_id).state


def pause(store, run_id):
    store.queue.pause(run_id)
    until(lambda: state(store, run_id) == "paused")
    return store.get(run_id)


@pytest.fixture
def reference(store):
    """A run of 60 steps that nobody disturbed."""
    return finish(store, store.create("toy", {}, 0, max_steps=60).id)


def test_run_finishes_with_a_loss_for_every_step_and_its_final_metrics(store, reference):
    assert (reference.state, reference.step) == ("finished", 60)
    assert list(losses(store, reference.id)) == list(range(1, 61))
    assert set(store.metrics(reference.id)[0]) == {
        "step",
        "train_loss",
        "learning_rate",
        "gradient_norm",
        "cpu_seconds",
    }
    points = store.checkpoints(reference.id)
    assert points[0].step == 0
    assert points[-1].step == 60
    assert set(points[-1].metrics) == {"accuracy", "characters"}
    assert all(set(point.metrics) == {"accuracy"} for point in points[:-1])
    assert header(points[3].path)["step"] == points[3].step


def test_paused_run_stands_still_and_goes_on_to_the_same_losses(store, reference):
    run = store.create("toy", {}, 0)
    with worker(store, run.id):
        until(lambda: store.get(run.id).step > 3)
        paused = pause(store, run.id)
        time.sleep(0.2)
        assert store.get(run.id).step == paused.step
        assert store.checkpoint(run.id).step == paused.step
        store.queue.play(run.id, "engine")
        until(lambda: store.get(run.id).step >= max(60, paused.step + 20))
        assert state(store, run.id) == "running"
    known, found = losses(store, reference.id), losses(store, run.id)
    assert {step: found[step] for step in known} == known


def test_step_trains_one_step_and_pauses(store):
    run = store.create("toy", {}, 0, state="paused")
    with worker(store, run.id):
        until(lambda: state(store, run.id) == "paused")
        assert [point.step for point in until(lambda: store.checkpoints(run.id))] == [0]
        for step in (1, 2):
            store.queue.advance(run.id, "engine")
            until(lambda step=step: store.get(run.id).step == step)
            until(lambda step=step: store.checkpoint(run.id).step == step)
        time.sleep(0.2)
        assert (state(store, run.id), store.get(run.id).step) == ("paused", 2)


def test_stopped_run_can_be_played_on_to_the_same_losses(store, reference):
    run = store.create("toy", {}, 0, max_steps=60)
    with worker(store, run.id):
        until(lambda: store.get(run.id).step > 3)
    assert state(store, run.id) == "stopped"
    assert store.checkpoint(run.id).step == store.get(run.id).step
    assert finish(store, run.id).state == "finished"
    assert losses(store, run.id) == losses(store, reference.id)


def test_finished_run_can_be_played_on(store, reference):
    run = store.create("toy", {}, 0, max_steps=20)
    finish(store, run.id)
    store.queue.advance(run.id, "engine", 40)
    train(store, run.id)
    assert store.get(run.id).step == 60
    assert losses(store, run.id) == losses(store, reference.id)


def test_worker_that_lost_its_run_leaves_it_and_the_next_one_rewrites_the_same_losses(store, reference):
    run = store.create("toy", {}, 0)
    with worker(store, run.id) as first:
        until(lambda: store.get(run.id).step > 30)
        store.queue.requeue("engine", run.id)  # as if it had died
        first.join(PATIENCE)
        assert state(store, run.id) == "queued"
        before = losses(store, run.id)
        with store.database.write() as connection:  # as if it had died before these were kept
            connection.execute(
                sa.delete(CHECKPOINTS).where((CHECKPOINTS.c.run_id == run.id) & (CHECKPOINTS.c.step > 20))
            )
        with worker(store, run.id):
            until(lambda: store.get(run.id).step > max(60, *before) + 20)
    after = losses(store, run.id)
    assert {step: after[step] for step in before} == before
    known = losses(store, reference.id)
    assert {step: after[step] for step in known} == known


def test_changed_learning_rate_acts_and_a_replay_repeats_it(store, reference):
    run = store.create("toy", {}, 0, max_steps=400)
    with worker(store, run.id):
        until(lambda: store.get(run.id).step > 10)
        store.set_learning_rate(run.id, 0.2)
        changed = until(lambda: store.get(run.id).interventions)
        until(lambda: store.get(run.id).step > changed[0][0] + 30)
    [[step, rate, knob]] = store.get(run.id).interventions
    assert rate == 0.2
    rates = {row["step"]: row["learning_rate"] for row in store.metrics(run.id)}
    assert rates[step + 1] > 10 * rates[step]

    again = store.replay(run.id)
    with worker(store, again.id):
        store.queue.play(again.id, "engine")
        until(lambda: store.get(again.id).step >= store.get(run.id).step or state(store, again.id) == "finished")
    known, found = losses(store, run.id), losses(store, again.id)
    assert {step: found[step] for step in known} == known
    assert store.get(again.id).interventions == [[step, rate, knob]]


def test_learning_rate_changed_in_a_replay_drops_the_changes_it_had_still_before_it(store):
    run = store.create("toy", {}, 0, interventions=[[2, 0.5], [1000, 0.3]], state="paused")
    with worker(store, run.id):
        until(lambda: state(store, run.id) == "paused")
        store.queue.advance(run.id, "engine", 5)
        until(lambda: store.get(run.id).step == 5)
        store.set_learning_rate(run.id, 0.1)
        until(lambda: store.queue.control(run.id).rates == {})
        assert store.get(run.id).interventions == [[2, 0.5, "learning_rate"], [5, 0.1, "learning_rate"]]


def test_fork_trains_on_from_its_checkpoint_with_its_own_knobs(store, reference):
    step = store.checkpoints(reference.id)[-3].step
    same = finish(store, store.fork(reference.id, step, max_steps=60).id)
    other = finish(store, store.fork(reference.id, step, {"dropout": 0.5, "batch_size": 8}, max_steps=60).id)
    known = {k: loss for k, loss in losses(store, reference.id).items() if k > step}
    assert losses(store, same.id) == known
    assert losses(store, other.id).keys() == known.keys()
    assert losses(store, other.id) != known


def test_fork_whose_weights_do_not_fit_fails_with_the_knob_to_blame(store, reference):
    fork = finish(store, store.fork(reference.id, 60, {"hidden_size": 32}).id)
    assert fork.state == "failed"
    assert "hidden_size" in str(fork.failure)


def test_loss_that_is_no_number_ends_the_run_with_a_sentence_and_what_to_try(store, monkeypatch):
    usual = ToyTask.step

    def overflow(task, model, batch, state):
        step = usual(task, model, batch, state)
        factor = math.inf if step.carry["position"].min() > 400 else 1
        return replace(step, losses={"model": step.losses["model"] * factor})

    monkeypatch.setattr(ToyTask, "step", overflow)
    run = finish(store, store.create("toy", {}, 0).id)
    assert run.state == "failed"
    assert f"At step {run.step + 1} the loss became inf" in str(run.failure)
    assert "smaller learning rate" in str(run.failure)
    assert set(json.loads(run.message)) == {"template", "values"}
    assert list(losses(store, run.id)) == list(range(1, run.step + 1))


def test_fault_of_ours_ends_the_run_with_a_sentence_and_a_traceback_in_the_log(store, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a tensor of the wrong shape")

    monkeypatch.setattr(ToyTask, "step", broken)
    run = finish(store, store.create("toy", {}, 0).id)
    assert run.state == "failed"
    assert "a tensor of the wrong shape" in str(run.failure)
    assert "Traceback" in caplog.text
    assert 'raise RuntimeError("a tensor' in caplog.text


def test_full_disk_ends_the_run_with_a_sentence_and_play_goes_on_later(store, reference, monkeypatch):
    run = store.create("toy", {}, 0, max_steps=60)
    with monkeypatch.context() as full:

        def no_space(_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full.setattr("os.fsync", no_space)
        failed = finish(store, run.id)
    assert failed.state == "failed"
    assert "disk" in str(failed.failure)
    assert list((store.folder / "runs" / run.id).iterdir()) == []
    assert finish(store, run.id).state == "finished"
    assert store.get(run.id).failure is None
    assert losses(store, run.id) == losses(store, reference.id)


def test_data_that_is_gone_ends_the_run_with_its_name(store):
    key = store.add_data(b"the cat sat on the mat. " * 100, "cats.txt")
    run = store.create("toy", {}, 0, data=key, data_name="cats.txt")
    store.files.forget(store.folder / "data" / key)
    assert "cats.txt" in str(finish(store, run.id).failure)


def test_worker_that_cannot_see_the_folder_says_so(tmp_path, toy):
    store = RunStore(folder=tmp_path)
    run = store.create("toy", {}, 0)
    store.queue.enqueue(run.id, "engine")
    work(run.id, store.url, str(tmp_path / "another machine"), "engine")
    assert "cannot see the store's folder" in str(store.get(run.id).failure)


def test_worker_leaves_a_deleted_run_and_nothing_of_it(store):
    run = store.create("toy", {}, 0)
    store.queue.enqueue(run.id, "engine")
    thread = threading.Thread(target=train, args=(store, run.id))
    thread.start()
    until(lambda: store.checkpoints(run.id))
    store.delete(run.id)
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert not (store.folder / "runs" / run.id).exists()
    assert store.checkpoints(run.id) == []
    assert store.metrics(run.id) == []


def test_paused_run_gives_its_worker_to_one_that_waits(store):
    first, second = store.create("toy", {}, 0), store.create("toy", {}, 1)
    with worker(store, first.id) as thread:
        until(lambda: store.get(first.id).step > 1)
        store.queue.enqueue(second.id, "engine")
        time.sleep(0.2)
        assert thread.is_alive()
        pause(store, first.id)
        thread.join(PATIENCE)
        assert state(store, first.id) == "paused"
        assert store.queue.control(first.id).worker is None


def test_paused_run_gives_its_worker_up_when_nobody_comes_back(store, monkeypatch):
    monkeypatch.setattr(core.engine.worker, "PATIENCE_SECONDS", 0.3)
    run = store.create("toy", {}, 0)
    with worker(store, run.id) as thread:
        until(lambda: store.get(run.id).step > 1)
        pause(store, run.id)
        thread.join(PATIENCE)
        assert state(store, run.id) == "paused"
        step = store.get(run.id).step
        store.queue.advance(run.id, "engine")
        assert state(store, run.id) == "queued"
        train(store, run.id)
        assert (state(store, run.id), store.get(run.id).step) == ("paused", step + 1)


def test_run_given_up_before_its_first_step_is_played_to_the_same_losses(store, reference, monkeypatch):
    monkeypatch.setattr(core.engine.worker, "PATIENCE_SECONDS", 0.3)
    run = store.create("toy", {}, 0, state="paused", max_steps=60)
    with worker(store, run.id) as thread:
        until(lambda: store.checkpoints(run.id))
        thread.join(PATIENCE)
    store.queue.play(run.id, "engine")
    assert finish(store, run.id).state == "finished"
    assert losses(store, run.id) == losses(store, reference.id)


@pytest.mark.parametrize(("lasts", "trains"), [(3_600.0, True), (1.0, False)])
def test_worker_waits_for_a_store_as_often_as_it_comes_back_and_no_longer_than_it_may(monkeypatch, lasts, trains):
    """An hour lies between two outages, or the store answers for a second and is away again, for ever."""
    clock, attempts = SimpleNamespace(now=1.0), []

    class Trains:
        def __init__(self, *_: object) -> None:
            attempts.append(clock.now)

        def work(self) -> None:
            clock.now += lasts
            if len(attempts) < (4 if trains else 1_000):
                raise StoreAway("The run store does not answer.")

    waits = SimpleNamespace(monotonic=lambda: clock.now, sleep=lambda seconds: None)
    store = SimpleNamespace(prepare_folder=lambda run_id: None, queue=SimpleNamespace(reached=lambda run_id: 0))
    monkeypatch.setattr(core.engine.worker, "time", waits)
    monkeypatch.setattr(core.engine.worker, "RunWorker", Trains)
    with nullcontext() if trains else pytest.raises(StoreAway):
        core.engine.worker._train(store, "run", "worker")
    assert len(attempts) == 4 if trains else clock.now < 2 * core.engine.worker.AWAY_SECONDS
