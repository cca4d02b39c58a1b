"""Workers are shared in turns, and a viewer's run trains as long as somebody looks at it."""

from __future__ import annotations

import time

import core.engine.worker
from tests.core.test_worker import PATIENCE, finish, losses, reference, state, store, train, until, worker  # noqa: F401
from tests.core.toy import toy  # noqa: F401  (a fixture)


def test_run_whose_turn_is_over_waits_and_goes_on_to_the_same_losses(store, reference, monkeypatch):
    monkeypatch.setattr(core.engine.worker, "TURN_SECONDS", 0.1)
    monkeypatch.setattr(core.engine.worker, "ASK_SECONDS", 0.05)
    first, second = store.create("toy", {}, 0, max_steps=10**6), store.create("toy", {}, 1)
    with worker(store, first.id) as thread:
        until(lambda: store.get(first.id).step > 60)
        assert thread.is_alive(), "nobody else waits"
        store.queue.enqueue(second.id, "engine")
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert state(store, first.id) == "queued"
        assert store.queue.waiting("engine") == [second.id, first.id]
        assert store.checkpoint(first.id).step == store.get(first.id).step
    known, found = losses(store, reference.id), losses(store, first.id)
    assert {step: found[step] for step in known} == known


def test_runs_started_together_do_not_take_turns_among_themselves(store, monkeypatch):
    monkeypatch.setattr(core.engine.worker, "TURN_SECONDS", 0.05)
    monkeypatch.setattr(core.engine.worker, "ASK_SECONDS", 0.05)
    first, second = store.create_comparison("toy", [({}, 0), ({}, 1)], max_steps=200)
    store.queue.enqueue(second.id, "engine")
    assert finish(store, first.id).state == "finished"


def test_run_that_nobody_looks_at_waits_and_goes_on_when_somebody_does(store, reference, monkeypatch):
    monkeypatch.setattr("core.runs.queue.SEEN_SECONDS", 0.5)
    monkeypatch.setattr("core.runs.queue.LOOK_SECONDS", 0.0)
    run = store.create("toy", {}, 0, max_steps=10**6)
    store.queue.look([run.id])
    with worker(store, run.id) as thread:
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert state(store, run.id) == "queued"
        assert store.queue.waiting("engine") == []
    reached = store.get(run.id).step
    store.queue.play(run.id, "engine")
    assert store.queue.look([run.id])
    assert store.queue.waiting("engine") == [run.id]
    train(store, run.id)
    assert store.get(run.id).step > reached


def test_run_says_its_pace_by_the_clock_on_the_wall(store):
    run = store.create("toy", {}, 0, max_steps=10**6)
    with worker(store, run.id):
        until(lambda: store.get(run.id).step > 20)
        began, step = time.monotonic(), store.get(run.id).step
        until(lambda: store.get(run.id).step > step + 200)
        measured = (store.get(run.id).step - step) / (time.monotonic() - began)
        assert 0.2 < store.get(run.id).pace / measured < 5
