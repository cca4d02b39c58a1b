"""An app and its workers that share a PostgreSQL database and no folder; and that database restarted under load."""

from __future__ import annotations

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
    with Engine(store, workers=1) as engine:
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


def test_run_goes_on_after_the_database_was_restarted_under_it(store, engine, server):
    run = store.create("gates", TINY, 0, data=store.add_data(TEXT, "cats.txt"), max_steps=100_000)
    engine.submit(run.id)
    until(lambda: store.get(run.id).step > 30)
    server.kill()
    server.start()
    before = until(lambda: answered(lambda: store.get(run.id).step))
    until(lambda: answered(lambda: store.get(run.id).step > before + 200))
    assert store.get(run.id).failure is None
    engine.stop(run.id)
    until(lambda: store.get(run.id).state == "stopped")
    steps = [row["step"] for row in store.metrics(run.id)]
    assert steps == list(range(1, steps[-1] + 1))


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
