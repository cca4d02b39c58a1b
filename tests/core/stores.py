"""A run store on every database that is there, and a run that has trained in it: for tests of what stands on it."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from core.runs.store import RunStore
from core.runs.tables import TABLES
from tests.core.toy import toy  # noqa: F401  (a fixture)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path, toy):
    """An empty store, once on each database."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    store = RunStore(url, tmp_path)
    yield store
    if url:
        with store.database.write() as connection:
            TABLES.drop_all(connection)
    store.close()


@pytest.fixture
def clock(monkeypatch):
    """A clock for the lease that can be put forward."""
    clock = SimpleNamespace(now=1_000_000.0)
    monkeypatch.setattr("core.runs.queue.time", SimpleNamespace(time=lambda: clock.now))
    monkeypatch.setattr("core.runs.store.time", SimpleNamespace(time=lambda: clock.now))
    monkeypatch.setattr("core.runs.measurements.time", SimpleNamespace(time=lambda: clock.now))
    monkeypatch.setattr("core.runs.rows.time", SimpleNamespace(time=lambda: clock.now))
    return clock


def trained(store, steps=3, **more):
    """A run that a worker has claimed and brought to `steps`, with a checkpoint there."""
    run = store.create("toy", {}, 0, **more)
    store.queue.beat("engine", 1)
    store.queue.enqueue(run.id, "engine")
    assert store.queue.claim(run.id, "engine", "worker")
    store.record(run.id, [{"step": step, "train_loss": 1 / step} for step in range(1, steps + 1)], "worker")
    keep(store, run.id, steps)
    return store.get(run.id)


def keep(store, run_id, step):
    path = store.checkpoint_path(run_id, step)
    path.write_bytes(whole_file("toy", step))
    store.add_checkpoint(run_id, step, path, {"accuracy": step / 10})


def whole_file(lab, step):
    """A whole checkpoint of a model without weights."""
    facts = {"lab": lab, "seed": 0, "step": step, "config": {}, "model": {}, "metrics": {}, "resumable": False}
    tables = json.dumps({"__metadata__": {"unrolled": json.dumps(facts)}}).encode()
    return len(tables).to_bytes(8, "little") + tables
