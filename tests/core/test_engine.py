"""The engine, with real processes: workers and whole apps are killed, and nothing before the last checkpoint is
lost.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import Client

from core.engine.engine import Engine
from core.errors import InputError
from core.runs.store import RunStore

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
"""Seconds after which a test gives up waiting; a few are the rule."""

TINY = {"hidden_size": 8, "embedding_size": 4, "batch_size": 2, "length": 8}
TEXT = b"the cat sat on the mat and the dog sat on the log.\n" * 60


def until(condition):
    """Wait for `condition`, and return what it said."""
    deadline = time.monotonic() + PATIENCE
    while not (said := condition()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.01)
    return said


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = RunStore(folder=tmp_path_factory.mktemp("a home of runs"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def engine(store):
    with pytest.MonkeyPatch.context() as patch, Engine(store, workers=2) as engine:
        patch.setenv("UNROLLED_NICE", "0")
        yield engine


@pytest.fixture
def create(store):
    """Makes runs of a tiny network, and ends those that still train after the test."""
    data, runs = store.add_data(TEXT, "cats.txt"), []

    def create(seed=0, **more):
        runs.append(store.create("gates", TINY, seed, data=data, **more))
        return runs[-1]

    yield create
    for run in runs:
        store.queue.stop(run.id)
        until(lambda run=run: store.queue.control(run.id).worker is None)


@pytest.fixture
def app(store):
    """Another app on the same store, in a process of its own, which trains one run; killed at the latest after the
    test.
    """
    apps = []

    def start(run_id):
        script = f"""
from core.engine.engine import Engine
from core.runs.store import RunStore
store = RunStore({store.url!r}, {str(store.folder)!r})
with Engine(store, workers=1) as engine:
    engine.submit({run_id!r})
    input()
"""
        apps.append(subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, text=True))
        return apps[-1]

    yield start
    for app in apps:
        app.kill()
        app.wait()
        app.stdin.close()


def worker_of(store, run_id):
    """The process that trains a run."""
    worker = until(lambda: store.queue.control(run_id).worker)
    return int(worker.split(":")[1])


def is_there(pid):
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def losses(store, run_id):
    return {row["step"]: row["train_loss"] for row in store.metrics(run_id)}


def test_more_runs_than_workers_wait_in_line_and_move_up(store, engine, create):
    runs = [create(seed) for seed in range(4)]
    for run in runs:
        engine.submit(run.id)
    until(lambda: all(store.get(run.id).step > 0 for run in runs[:2]))
    assert [engine.queue_position(run.id) for run in runs] == [0, 0, 1, 2]
    assert worker_of(store, runs[0].id) != worker_of(store, runs[1].id)
    engine.stop(runs[2].id)
    assert store.get(runs[2].id).state == "stopped"
    assert engine.queue_position(runs[3].id) == 1
    engine.stop(runs[0].id)
    until(lambda: store.get(runs[3].id).step > 0)
    assert store.get(runs[2].id).step == 0


def test_reset_run_trains_from_its_beginning_and_repeats_the_losses(store, engine, create):
    run = create(max_steps=100)
    engine.submit(run.id)
    until(lambda: store.get(run.id).state == "finished")
    again = engine.reset(run.id)
    until(lambda: store.get(again.id).state == "finished")
    assert losses(store, again.id) == losses(store, run.id)
    store.delete(again.id)


def test_run_whose_worker_is_killed_goes_on_by_itself_to_the_same_losses(store, engine, create):
    run, undisturbed = create(), create(max_steps=400)
    engine.submit(run.id)
    engine.submit(undisturbed.id)
    for step in (20, 200):
        until(lambda step=step: store.get(run.id).step > step)
        pid, reached = worker_of(store, run.id), store.get(run.id).step
        os.kill(pid, signal.SIGKILL)
        until(lambda reached=reached: store.get(run.id).step > reached + 20)
        assert worker_of(store, run.id) != pid
        assert store.get(run.id).state == "running"
    until(lambda: store.get(run.id).step > 400 and store.get(undisturbed.id).state == "finished")
    known, found = losses(store, undisturbed.id), losses(store, run.id)
    assert {step: found[step] for step in known} == known


def test_run_whose_workers_keep_dying_at_one_place_fails_with_a_sentence(store, engine, create):
    run = create(state="paused")
    for _ in range(3):
        engine.submit(run.id)
        until(lambda: store.get(run.id).state == "paused" and store.checkpoints(run.id))
        os.kill(worker_of(store, run.id), signal.SIGKILL)
        until(lambda: store.queue.control(run.id).worker is None)
    assert "died 3 times" in str(until(lambda: store.get(run.id).failure))


def test_killed_app_leaves_no_process_and_its_run_can_be_played_on(store, engine, create, app):
    run = create(max_steps=100_000)
    process = app(run.id)
    until(lambda: store.get(run.id).step > 30)
    workers = os.getpgid(worker_of(store, run.id))
    assert workers != os.getpgid(0)
    process.kill()
    until(lambda: not is_there(workers))
    until(lambda: store.get(run.id).state == "interrupted")
    reached, before = store.get(run.id).step, losses(store, run.id)
    engine.play(run.id)
    until(lambda: store.get(run.id).step > reached + 20)
    after = losses(store, run.id)
    assert {step: after[step] for step in before} == before


def test_app_that_ends_says_that_its_run_is_interrupted(store, create, app):
    run = create()
    process = app(run.id)
    until(lambda: store.get(run.id).step > 0)
    process.communicate("\n", timeout=PATIENCE)
    assert process.returncode == 0
    assert store.get(run.id).state == "interrupted"


def test_killed_workers_process_is_started_again(store, engine, create):
    run = create()
    engine.submit(run.id)
    until(lambda: store.get(run.id).step > 30)
    workers, reached = os.getpgid(worker_of(store, run.id)), store.get(run.id).step
    os.kill(workers, signal.SIGKILL)
    until(lambda: not is_there(workers))
    until(lambda: store.get(run.id).step > reached + 20)


def test_cluster_that_is_named_trains_too(store, engine, create):
    engine.start()
    with Engine(store, scheduler=until(lambda: engine.address)) as guest:
        run = create()
        guest.submit(run.id)
        until(lambda: store.get(run.id).step > 20)
    assert store.get(run.id).state == "interrupted"


def test_cluster_elsewhere_needs_a_database_that_it_can_reach(store, create):
    run = create()
    with Engine(store, scheduler="tcp://10.1.2.3:8786") as engine:
        for ask in (engine.submit, engine.play, engine.advance):
            with pytest.raises(InputError, match=r"10\.1\.2\.3.*DATABASE_URL"):
                ask(run.id)


def test_cluster_that_does_not_answer_fails_the_run_with_a_sentence(store, create, monkeypatch):
    monkeypatch.setattr("core.engine.engine.START_SECONDS", 0.5)
    run = create()
    with Engine(store, scheduler="tcp://127.0.0.1:1") as engine:
        engine.submit(run.id)
        assert "no workers" in str(until(lambda: store.get(run.id).failure))


@pytest.mark.parametrize("value", ["none", "0", "-1", "1000"])
def test_number_of_workers_that_is_none_is_refused(store, monkeypatch, value):
    monkeypatch.setenv("UNROLLED_WORKERS", value)
    with pytest.raises(InputError, match="from 1 to 64"):
        Engine(store)


def lab_modules() -> list[str]:
    """The tasks of labs that a worker has imported."""
    return sorted(name for name in list(sys.modules) if name.startswith("core.labs.") and name.endswith(".task"))


def test_workers_start_without_any_lab_and_get_the_one_that_is_looked_at_ready(store, tmp_path):
    with Engine(store, workers=1) as engine:
        engine.start()
        until(lambda: engine.address)
        with Client(engine.address, set_as_default=False) as client:
            until(lambda: client.nthreads())
            assert list(client.run(lab_modules).values()) == [[]]
            engine.hint("slot_filling")
            until(lambda: list(client.run(lab_modules).values()) == [["core.labs.slot_filling.task"]])


def test_engine_brings_neither_torch_nor_dask_into_the_app():
    script = "import sys, core.engine.engine; sys.exit(' '.join({'torch', 'dask', 'distributed'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr.strip() == ""
