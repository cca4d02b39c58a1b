"""An app and its workers that share a PostgreSQL database and no folder; and that database restarted under load."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.engine.engine import Engine
from core.errors import InputError
from core.runs.store import RunStore
from core.runs.tables import TABLES
from core.training.checkpoints import load_model
from tests.core.test_engine import TEXT, TINY, until
from tests.databases import Server


@pytest.fixture(scope="module")
def server():
    """A server that a test may stop and start again."""
    with Server() as server:
        yield server


@pytest.fixture
def store(server, tmp_path):
    store = RunStore(server.address, tmp_path / "app")
    yield store
    with store.database.write() as connection:
        TABLES.drop_all(connection)
    store.close()


@pytest.fixture
def engine(store, tmp_path, monkeypatch):
    """Workers that keep their files elsewhere, as those of another machine do."""
    monkeypatch.setenv("UNROLLED_HOME", str(tmp_path / "worker"))
    monkeypatch.setenv("UNROLLED_NICE", "0")
    with Engine(store, workers=2) as engine:
        yield engine


def test_checkpoints_and_own_data_reach_who_has_no_folder_of_the_worker(store, engine, tmp_path):
    data = store.add_data(TEXT, "cats.txt")
    run = store.create("gates", TINY, 0, data=data, data_name="cats.txt", max_steps=12)
    engine.submit(run.id)
    until(lambda: store.get(run.id).state == "finished")
    here, there = tmp_path / "app", tmp_path / "worker"
    assert (there / "data" / data).read_bytes() == TEXT
    points = store.checkpoints(run.id)
    assert points[-1].step == 12
    assert not any((here / "runs" / run.id).iterdir())
    assert load_model(points[-1].path).config.hidden_size == TINY["hidden_size"]
    assert points[-1].file.is_relative_to(here)
    forked = store.fork(run.id, 12, {}, max_steps=16)
    engine.submit(forked.id)
    assert until(lambda: store.get(forked.id).state == "finished")
    store.delete(run.id)
    store.delete(forked.id)
    assert store.files.sizes() == {}


def test_runs_go_on_after_the_database_was_restarted_under_load(store, engine, server):
    """Two train, two wait, and four viewers read and write as fast as they can."""
    data = store.add_data(TEXT, "cats.txt")
    runs = [store.create("gates", TINY, seed, data=data, max_steps=100_000).id for seed in range(4)]
    for run in runs:
        engine.submit(run)
    until(lambda: all(store.get(run).step > 30 for run in runs[:2]))
    told, done = set(), threading.Event()
    with ThreadPoolExecutor(len(runs)) as viewers:
        acting = [viewers.submit(act, store, run, told, done) for run in runs]
        server.kill()
        server.start()
        reached = {run: until(lambda run=run: answered(lambda: store.get(run).step)) for run in runs[:2]}
        for run, step in reached.items():
            until(lambda run=run, step=step: answered(lambda: store.get(run).step > step + 100))
            engine.stop(run)
        for run in runs[2:]:
            until(lambda run=run: store.get(run).step > 30)
            engine.stop(run)
        done.set()
        for one in acting:
            one.result()
    assert told
    assert all("does not answer" in one for one in told)
    for run in runs:
        until(lambda run=run: store.get(run).state == "stopped")
        assert store.get(run).failure is None
        steps = [row["step"] for row in store.metrics(run)]
        assert steps == list(range(1, steps[-1] + 1))
        assert store.checkpoint(run).step == steps[-1]


def act(store, run, told, done):
    """A viewer who renames a run and looks at it; what was said meanwhile is added to `told`."""
    while not done.is_set():
        try:
            store.rename(run, f"{time.monotonic():.3f}")
            store.metrics(run, after=10)
        except InputError as error:
            told.add(str(error))


def answered(question):
    """What a store says; nothing while it is away, as a page that is drawn again."""
    try:
        return question()
    except InputError:
        return None


def test_store_that_is_away_is_one_sentence_without_its_password(server, tmp_path):
    store = RunStore(server.address, tmp_path)
    server.stop()
    try:
        with pytest.raises(InputError, match="does not answer"):
            store.get("anything")
    finally:
        server.start()
    assert until(lambda: answered(lambda: store.runs("gates")) is not None)
    store.close()
